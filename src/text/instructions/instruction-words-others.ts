import type { InstructionWords } from './instruction-words.js';

type Some = Partial<InstructionWords>;

const nl: Some = {
  aside:
    'negeer|negeert|vergeet|sla … over|laat … buiten beschouwing|volg (niet|geen)|houd je niet (meer |)aan|omzeil|overschrijf|gehoorzaam niet',
  earlier: 'vorige|voorgaande|eerdere|bovenstaande|voorafgaande|hierboven|tot nu toe|gekregen',
  every: 'alle|elke|jouw|alles',
  instructions: 'instructie|instructies|aanwijzing|aanwijzingen|prompt|prompts|richtlijn|richtlijnen',
  rules: 'regel|regels|bevelen|opdracht|opdrachten|beperkingen',
  ai: 'kunstmatige intelligentie',
  model: 'taalmodel|taalmodellen|ai.assistent|ai.model|ai.modellen|ai.systemen',
  to: 'beste|lieve|let op|bericht (aan|voor)|notitie (aan|voor)|opmerking (aan|voor)|aan (alle|elke|de|het)|als je een|als u een',
  persona: 'je bent (nu|vanaf nu|niet langer)|vanaf nu|doe alsof|gedraag je als|speel de rol',
  answer: 'antwoord|antwoordt|je antwoord|uw antwoord|antwoord (alleen|uitsluitend|altijd)',
  free: 'zonder (enige |)(beperking*|filter|filters|censuur)|geen (beperkingen|filters)',
  mode: 'ontwikkelaarsmodus|ontwikkelmodus',
  prompt: 'systeemprompt|systeeminstructies|(verborgen|geheime|oorspronkelijke) (instructies|prompt)',
  show: 'toon|laat … zien|onthul|herhaal|druk af|geef|verklap',
  sheet: 'personageblad|personagekaart|karakterblad|je samenvatting|de samenvatting',
  write: '(schrijf|zeg|vermeld|noteer|meld|voeg toe|beweer) … dat|vermeld niet',
  reading: '(als|wanneer) (je|u) (dit|deze|het) … (samenvat*|verwerk*|leest)',
  fresh: 'nieuwe (instructie|instructies|aanwijzingen)|volg (deze|de volgende) (instructies|aanwijzingen)',
};

const pl: Some = {
  aside:
    'zignoruj|zignorujcie|ignoruj|ignorujcie|zapomnij|zapomnijcie|pomiń|pomińcie|odrzuć|unieważnij|nie (przestrzegaj|stosuj|wykonuj|słuchaj|zważaj)|obejdź|nadpisz',
  earlier: 'poprzedni*|wcześniejsz*|dotychczasow*|powyższ*|otrzyman*|wyżej|dotąd',
  every: 'wszystk*|wszelk*|każd*|swoje|twoje|całe',
  instructions: 'instrukcj*|wytyczn*|wskazówk*|prompt|prompty|polecenie systemowe',
  rules: 'zasad*|reguł*|polecen*|rozkaz*|ogranicze*',
  ai: 'sztuczna inteligencj*|sztucznej inteligencji',
  model: 'model* językow*|asysten* (ai|si)|model* (ai|si)',
  to: 'droga|drogi|drogie|szanown*|uwaga|notatka dla|wiadomość (do|dla)|jeśli jesteś|jeżeli jesteś|do wszystkich|dla wszystkich',
  persona: 'jesteś (teraz|od teraz)|od teraz|od tej chwili|udawaj|zachowuj się jak|wciel się',
  answer: 'odpowiedz|odpowiadaj|odpowiedzcie|twoja odpowiedź|odpowiadaj (tylko|wyłącznie|zawsze)',
  free: 'bez (żadnych |)(ograniczeń|filtrów|cenzury)',
  mode: 'tryb* (deweloper*|programist*|administrator*)',
  prompt:
    '(prompt|instrukcj*|komunikat) systemow*|systemow* (prompt|instrukcj*)|(ukryt*|tajn*) (instrukcj*|prompt*)',
  show: 'pokaż|ujawnij|wypisz|wyświetl|powtórz|podaj|zdradź',
  sheet: 'kart* postaci|twoje podsumowanie|w podsumowaniu',
  write: '(napisz|dodaj|wspomnij|zapisz|stwierdź|podaj|zaznacz) … że|nie wspominaj',
  reading:
    '(gdy|kiedy|jeśli|podczas) (streszcz*|podsumow*|przetwarz*|czyta*|analiz*) (ten|tę|tego|tej) (tekst*|stron*|dokument*)',
  fresh: 'now* (instrukcj*|wytyczn*)|wykonaj (te|następujące) (instrukcje|polecenia)',
};

const tr: Some = {
  aside:
    'yok say|yok sayın|görmezden gel|görmezden gelin|göz ardı et|göz ardı edin|unut|unutun|dikkate alma|dikkate almayın|uyma|uymayın|geçersiz say|boş ver',
  earlier: 'önceki|daha önceki|yukarıdaki|şimdiye kadarki|verilen|evvelki',
  every: 'tüm|bütün|hepsini',
  instructions: 'talimat*|yönerge*|komut istemi*|prompt*',
  rules: 'kural*|emir*|emr*|komut*|kısıtlama*',
  ai: 'yapay zeka*',
  model: 'dil model*|yapay zeka (asistan*|model*|sistem*)',
  to: 'sevgili|sayın|dikkat|eğer bir|bütün|tüm',
  persona: 'artık (sen |)|bundan böyle|bundan sonra|şu andan itibaren|gibi davran|rolünü üstlen',
  answer: 'yanıtla|yanıt ver|cevapla|cevap ver|yanıtın|cevabın',
  free: '(hiçbir |)(kısıtlama|sınır|filtre|sansür) olmadan|sınırsız|sansürsüz',
  mode: 'geliştirici mod*',
  prompt: 'sistem (istem*|prompt*|talimat*|mesaj*)|(gizli|asıl) (talimat*|prompt*)',
  show: 'göster|açıkla|yazdır|tekrarla|ifşa et|söyle',
  sheet: 'karakter (kart*|sayfa*)|özetin*|özette',
  write: '(olduğunu|diye) (yaz|yazın|ekle|ekleyin|belirt|belirtin|söyle)',
  reading: '(bunu|bu metni|bu sayfayı) (özetlerken|işlerken|okurken|okuyan)',
  fresh: 'yeni (talimat*|yönerge*)|(şu|aşağıdaki|bu) talimatlar* (uy|uygula|izle)',
};

const ar: Some = {
  aside: 'تجاهل|تجاهلي|تجاهلوا|انس|انسي|انسوا|اهمل|أهمل|لا تتبع|لا تلتزم|تخط|الغ|ألغ',
  earlier: 'السابقة|السابق|أعلاه|المذكورة|المسبقة|التي تلقيتها|سابقة',
  every: 'جميع|كل|كافة|كلها',
  instructions: 'التعليمات|تعليمات|تعليماتك|الإرشادات|إرشاداتك|التوجيهات|توجيهاتك|الموجه',
  rules: 'القواعد|قواعدك|الأوامر|القيود',
  ai: 'الذكاء الاصطناعي|ذكاء اصطناعي|الذكاء الصناعي',
  model:
    'نموذج لغوي|نموذجا لغويا|النموذج اللغوي|نماذج اللغة|النماذج اللغوية|نموذج لغة|مساعد ذكي|روبوت الدردشة',
  to: 'عزيزي|عزيزتي|تنبيه إلى|ملاحظة إلى|رسالة إلى|إلى|إذا كنت|أيها|يا',
  persona: 'أنت الآن|من الآن فصاعدا|من الآن|تصرف ك*|تظاهر',
  answer: 'أجب|وأجب|أجيبي|رد|إجابتك|أجب (فقط|دائما)',
  free: 'بدون (أي |)(قيود|رقابة|حدود)|بلا قيود|دون قيود',
  mode: 'وضع المطور',
  prompt:
    'موجه النظام|تعليمات النظام|رسالة النظام|تعليماتك (السرية|الأصلية|المخفية)|التعليمات (السرية|الأصلية|المخفية)',
  show: 'اعرض|أظهر|اكشف|اطبع|كرر|واكشف|وأظهر|واعرض',
  sheet: 'بطاقة الشخصية|ورقة الشخصية|ملخصك',
  write: '(اكتب|اذكر|أضف|قل|وضح|أكد) … أن|(اكتب|اذكر|فاكتب|فاذكر) أن*',
  reading: '(عند|عندما|أثناء) (تلخيص|معالجة|قراءة|تحليل|تلخص|تعالج|تقرأ) (هذا|هذه) *',
  fresh: 'تعليمات جديدة|التعليمات الجديدة|اتبع (هذه التعليمات|التعليمات التالية)',
};

const sv: Some = {
  aside: 'ignorera|glöm|bortse från|strunta i|åsidosätt|följ inte|ignorér|ignorer|glem|se bort fra',
  earlier: 'tidigare|föregående|ovanstående|ovan|hittills|tidligere|foregående|forrige|ovenstående',
  every: 'alla|varje|hver',
  instructions: 'instruktion*|anvisning*|riktlinje*|retningslinje*|prompt|prompter|instruks*',
  rules: 'regler|befallningar|begränsningar|ordrer',
  ai: 'artificiell intelligens|kunstig intelligens',
  model: 'språkmodell*|språkmodel|sprogmodel*|ai.assistent*|ai.modell*',
  to: 'kära|käre|kjære|kære|obs|meddelande till|notis till|om du är en|om du er en|hvis du er en|till alla|til alle',
  persona: 'du är nu|du er nu|från och med nu|fra nå av|fra nu af|låtsas (att|vara)|lat som',
  answer: 'svara|svar|ditt svar|dit svar|svara (bara|endast|alltid)|svar (bare|kun)',
  free: 'utan (några |)(begränsningar|filter|censur)|uten begrensninger|uden begrænsninger',
  mode: 'utvecklarläge|utviklermodus|udviklertilstand',
  prompt: 'systemprompt*|systeminstruktion*|(dolda|hemliga) instruktioner',
  show: 'visa|avslöja|upprepa|skriv ut|vis|avslør|gentag|gjenta',
  sheet: 'rollformulär|karaktärsblad|din sammanfattning',
  write: '(skriv|säg|nämn|lägg till|tilføj|legg til|nævn) … (att|at)',
  fresh: 'nya instruktioner|nye (instruktioner|instrukser)|följ (dessa|följande) instruktioner',
};

const cs: Some = {
  aside: 'ignoruj|ignorujte|zapomeň|zapomeňte|nedbej|nedbejte|neřiď se|neřiďte se|přehlížej|zruš',
  earlier: 'předchozí*|dřívější*|dosavadní*|výše|uveden*|obdržen*|predchádzajúc*|doterajš*',
  every: 'všechn*|vešker*|všetk*|svoje|tvé|každ*',
  instructions: 'instrukc*|pokyn*|prompt|prompty|inštrukci*|směrnic*',
  rules: 'pravid*|příkaz*|omezen*|rozkaz*',
  ai: 'umělá inteligenc*|umelá inteligenc*',
  model: 'jazykov* model*|ai asistent*',
  to: 'milá|milý|drahá|drahý|pozor|poznámka pro|zpráva pro|pokud jsi|jestli jsi|pro všechny',
  persona: 'nyní jsi|teď jsi|od této chvíle|od teď|předstírej|chovej se jako',
  answer: 'odpověz|odpovídej|odpovězte|tvá odpověď|odpovídej (jen|pouze)',
  free: 'bez (jakýchkoli |)(omezení|filtrů|cenzury)',
  mode: 'režim* vývojáře|vývojářsk* režim*',
  prompt: 'systémov* (prompt*|instrukc*|pokyn*)|(skryt*|tajn*) (instrukc*|prompt*|pokyn*)',
  show: 'vypiš|ukaž|zobraz|zopakuj|prozraď|odhal',
  sheet: 'karta postavy|kartě postavy|tvém shrnutí',
  write: '(napiš|uveď|zmiň|přidej|řekni) … že',
  fresh: 'nov* (instrukc*|pokyn*)|řiď se (těmito|následujícími) pokyny',
};

const uk: Some = {
  aside: 'ігноруй|ігноруйте|проігноруй|забудь|забудьте|не зважай|не виконуй|не дотримуйся|відкинь|знехтуй',
  earlier: 'попередні*|минулі|вищезгадан*|вище|отриман*|раніш*',
  every: 'усі|всі|усе|все|свої|твої|будь.які',
  instructions: 'інструкції|інструкцій|вказівки|вказівок|настанови|промпт|промпти',
  rules: 'правила|правил|накази|обмеження',
  ai: 'штучний інтелект*|штучного інтелекту|нейромереж*',
  model: 'мовн* модел*',
  to: 'дорогий|дорога|шановн*|увага|примітка для|повідомлення для|якщо ти|якщо ви',
  persona: 'тепер ти|ти тепер|відтепер|віднині|поводься як|вдавай',
  answer: 'відповідай|відповідь|відповідайте|відповідай (лише|тільки)',
  free: 'без (жодних |)(обмежень|фільтрів|цензури)',
  mode: 'режим* розробник*',
  prompt: 'системн* (промпт*|інструкці*|повідомлен*)',
  show: 'покажи|розкрий|виведи|повтори|назви',
  sheet: 'картц* персонаж*|картк* персонаж*',
  write: '(напиши|додай|зазнач|скажи|згадай) … що',
  fresh: 'нові (інструкції|вказівки)',
};

const id: Some = {
  aside: 'abaikan|lupakan|hiraukan|jangan (ikuti|patuhi|turuti)|kesampingkan|timpa',
  earlier: 'sebelumnya|terdahulu|di atas|sebelum ini|tersebut di atas',
  every: 'semua|seluruh|segala|setiap',
  instructions: 'instruksi|arahan|petunjuk|prompt|pedoman',
  rules: 'aturan|perintah|batasan',
  ai: 'kecerdasan buatan',
  model: 'model bahasa|asisten ai|model ai',
  to: 'kepada|untuk|wahai|hai|perhatian|catatan untuk|pesan untuk|jika kamu|jika anda',
  persona: 'kamu sekarang|anda sekarang|mulai sekarang|berpura.pura|bertindak sebagai|berperan sebagai',
  answer: 'jawab|jawablah|jawabanmu|jawab (hanya|selalu)',
  free: 'tanpa (batasan|filter|sensor|pembatasan)',
  mode: 'mode pengembang',
  prompt: 'prompt sistem|instruksi sistem|(instruksi|prompt) (rahasia|tersembunyi|asli)',
  show: 'tampilkan|ungkapkan|tunjukkan|cetak|ulangi|sebutkan',
  write: '(tulis|tuliskan|katakan|sebutkan|tambahkan) bahwa',
  fresh: 'instruksi baru|ikuti (instruksi|perintah) (ini|berikut)',
};

const vi: Some = {
  aside: 'bỏ qua|quên|phớt lờ|lờ đi|đừng (tuân theo|làm theo)|không tuân theo|gạt bỏ',
  earlier: 'trước đó|trước đây|ở trên|phía trên|đã nhận|bên trên',
  every: 'tất cả|toàn bộ',
  instructions: 'hướng dẫn|chỉ dẫn|chỉ thị|prompt|lời nhắc',
  rules: 'quy tắc|mệnh lệnh|quy định|giới hạn',
  ai: 'trí tuệ nhân tạo',
  model: 'mô hình ngôn ngữ|trợ lý ai|mô hình ai',
  to: 'gửi|kính gửi|chú ý|lưu ý cho|nếu bạn là|xin chào',
  persona: 'bây giờ bạn là|từ giờ|từ bây giờ|hãy đóng vai|giả vờ',
  answer: 'trả lời|hãy trả lời|câu trả lời của bạn|chỉ trả lời',
  free: 'không (có |)(giới hạn|hạn chế|kiểm duyệt)|không bị hạn chế',
  mode: 'chế độ nhà phát triển',
  prompt: '(prompt|lời nhắc|chỉ dẫn|hướng dẫn) hệ thống',
  show: 'hiển thị|tiết lộ|in ra|lặp lại|cho tôi biết',
  write: '(viết|nói|ghi|thêm|nêu) rằng',
  fresh: '(hướng dẫn|chỉ dẫn|chỉ thị) mới',
};

const hi: Some = {
  aside: 'अनदेखा कर*|नज़रअंदाज़ कर*|नजरअंदाज कर*|भूल जा*|उपेक्षा कर*|पालन न कर*|मत मान*',
  earlier: 'पिछले|पिछली|पूर्व|ऊपर|उपरोक्त|पहले',
  every: 'सभी|सारे|समस्त|हर',
  instructions: 'निर्देश*|अनुदेश*|प्रॉम्प्ट',
  rules: 'नियम*|आदेश*|आज्ञा*',
  ai: 'एआई|कृत्रिम बुद्धिमत्ता',
  model: 'भाषा मॉडल|एआई (सहायक|मॉडल)',
  to: 'प्रिय|ध्यान दें|यदि आप|अगर आप|अगर तुम',
  persona: 'अब से|अब तुम|अब आप',
  answer: 'उत्तर दें|उत्तर दो|जवाब दें|जवाब दो|आपका उत्तर',
  free: 'बिना किसी (प्रतिबंध|रोक|सेंसर)',
  mode: 'डेवलपर मोड',
  prompt: 'सिस्टम (प्रॉम्प्ट|निर्देश|संदेश)',
  show: 'दिखा*|बता*|प्रकट कर*|दोहरा*',
  write: 'लिखें कि|लिखो कि|कहें कि|बताएं कि',
  fresh: 'नए निर्देश*|नये निर्देश*',
};

const el: Some = {
  aside: 'αγνόησε|αγνοήστε|ξέχασε|ξεχάστε|παράβλεψε|παραβλέψτε|μην (ακολουθείς|ακολουθήσεις|τηρείς)',
  earlier: 'προηγούμεν*|παραπάνω|ανωτέρω|προγενέστερ*|πρότερ*',
  every: 'όλες|όλους|όλα|όλη|κάθε',
  instructions: 'οδηγίες|οδηγιών|εντολές συστήματος|υποδείξεις|προτροπή',
  rules: 'κανόνες|εντολές|περιορισμούς|διαταγές',
  ai: 'τεχνητή νοημοσύνη',
  model: 'γλωσσικ* μοντέλ*',
  to: 'αγαπητ*|προσοχή|σημείωση για|μήνυμα (για|προς)|αν είσαι|εάν είσαι|προς',
  persona: 'τώρα είσαι|είσαι πλέον|από εδώ και πέρα|από τώρα',
  answer: 'απάντησε|απαντήστε|απάντησέ|η απάντησή σου|απάντα',
  free: 'χωρίς (κανέναν |)(περιορισμ*|φίλτρ*|λογοκρισία)',
  mode: 'λειτουργία προγραμματιστή',
  prompt: '(οδηγίες|μήνυμα|προτροπή) (του |)συστήματος',
  show: 'δείξε|αποκάλυψε|εμφάνισε|επανάλαβε',
  write: '(γράψε|πες|πρόσθεσε|ανάφερε) … ότι|γράψε ότι|πες ότι',
  fresh: 'νέες οδηγίες',
};

/** Languages that fewer of the texts are in. */
export const others: Some[] = [nl, pl, tr, ar, sv, cs, uk, id, vi, hi, el];
