import type { InstructionWords } from './instruction-words.js';

type Some = Partial<InstructionWords>;

const fr: Some = {
  aside:
    'ignore|ignorez|ignorer|oublie|oubliez|oublier|ne tiens pas compte|ne tenez pas compte|ne tiens plus compte|ne tenez plus compte|fais abstraction|faites abstraction|ne suis plus|ne suivez plus|ne suivez pas|contourne|contournez|annule|annulez|écarte|écartez|laisse de côté|laissez de côté',
  earlier: 'précédent*|antérieur*|ci.dessus|qui précède*|avant|plus haut|jusqu.ici|reçu|reçue|reçues|reçus',
  every: 'toutes|tous|tout|toute|tes|vos|du système|votre|ton',
  instructions: 'instruction|instructions|consigne|consignes|directive|directives|invite système|prompt',
  rules: 'règle|règles|ordres|contrainte*|restriction*|limites',
  ai: 'ia|intelligence artificielle',
  model:
    'modèle de langage|modèles de langage|modèle de langue|agent conversationnel|assistant ia|assistants ia|assistante ia|modèle ia',
  to: 'cher|chère|chers|attention|note (à|pour|au|aux)|message (à|pour|au|aux)|avis (à|aux)|à l.attention (de|des|d.)|bonjour|si tu es (un|une)|si vous êtes (un|une)|à tout|à toute|à tous|à toutes|pour (tous|toutes)',
  persona:
    'tu es maintenant|vous êtes maintenant|tu es désormais|vous êtes désormais|désormais|à partir de maintenant|dorénavant|agis comme|agissez comme|fais comme si|comporte.toi comme|comportez.vous comme|tu n.es plus|vous n.êtes plus|joue le rôle|jouez le rôle|passe en|passez en',
  answer:
    'réponds|répondez|réponds (en|par|que)|répondre (uniquement|seulement)|ta réponse|votre réponse|tes réponses|vos réponses|tu dois répondre|vous devez répondre',
  free: 'sans (aucune |)(restriction*|limite|limites|filtre|filtres|censure)|aucune restriction|règles de sécurité|consignes de sécurité|politique de contenu',
  mode: 'mode développeur|mode débridé|mode sans restriction|mode administrateur',
  prompt:
    '(invite|prompt|message|instructions|consignes) (du |)système|(instructions|consignes) (initiales|secrètes|cachées|internes)|ton prompt|votre prompt',
  show: 'révèle|révélez|affiche|affichez|montre|montrez|répète|répétez|donne|donnez|divulgue|divulguez|écris|recopie|recopiez',
  sheet:
    'fiche (du |de |)personnage|fiche de caractère|la fiche|ton résumé|votre résumé|ta sortie|votre sortie|le résumé généré',
  write:
    '(écris|écrivez|dis|dites|ajoute|ajoutez|indique|indiquez|mentionne|mentionnez|affirme|affirmez|précise|précisez|note|notez) (bien |)qu*|ne mentionne*|inscris|inscrivez',
  reading:
    '(quand|si|lorsque|en) (tu |vous |)(résume*|résum*|trait*|analys*|lis|lisez|lisant|génér*) (ce|cette|le|la|une|un) *|lors (du|de la|de l.) (résumé|analyse|traitement|lecture) *',
  user: '(dis|dites|demande|demandez|montre|révèle|obéis|obéissez|informe|informez|cache|mens) (à |)(l.utilisateur|tes utilisateurs|vos utilisateurs)|à l.utilisateur',
  fresh:
    'nouvelles (instructions|consignes)|nouvelle (instruction|consigne|directive)|(suis|suivez|exécute|exécutez) (ces|les) (instructions|consignes) (suivantes|)|fin (du document|des instructions|du prompt)',
  send: 'visite|visitez|ouvre|ouvrez|envoie|envoyez|charge|chargez|transmets|transmettez|clique|cliquez',
  secret: 'la conversation|l.historique|mot de passe|mots de passe|clé api|données',
};

const de: Some = {
  aside:
    'ignoriere|ignorier|ignorieren|ignoriert|vergiss|vergesse|vergessen sie|vergesst|missachte|missachten sie|überschreibe|überschreiben sie|umgehe|umgehen sie|beachte (nicht|keine)|befolge (nicht|keine)|verwirf|verwerfen sie|setze … außer kraft|lass … außer acht|lasse … außer acht|lassen sie … außer acht',
  earlier:
    'vorherig*|bisherig*|vorangegangen*|vorangehend*|obig*|vorig*|früher*|oben|zuvor|bisher|davor|vorstehend*',
  every: 'alle|allen|sämtliche|deine|deinen|ihre|jegliche|alles',
  instructions:
    'anweisung|anweisungen|instruktion|instruktionen|vorgabe|vorgaben|systemanweisung*|systemprompt*|prompt|prompts|richtlinie*|systemnachricht*',
  rules: 'regel|regeln|befehle|beschränkungen|einschränkungen|anordnungen',
  ai: 'ki|künstliche intelligenz',
  model:
    'sprachmodell|sprachmodelle|sprachmodells|großes sprachmodell|ki.assistent|ki.assistentin|ki.assistenten|ki.modell|ki.modelle|ki.modells|ki.system|ki.systeme|ki.agenten',
  to: 'liebe|lieber|liebes|liebster|achtung|hinweis (an|für)|nachricht (an|für)|notiz (an|für)|mitteilung an|an alle|für alle|an die|an das|an den|hallo|wenn du (ein|eine)|falls du (ein|eine)|falls sie (ein|eine)',
  persona:
    'du bist (jetzt|nun|ab sofort|ab jetzt|nicht mehr|nicht länger)|sie sind (jetzt|nun|ab sofort)|ab sofort|ab jetzt|von nun an|von jetzt an|verhalte dich wie|verhalten sie sich wie|handle als|tu so als|spiele die rolle|deine neue (rolle|aufgabe)|wechsle in|aktiviere|schalte in',
  answer:
    'antworte|antworten sie|antworte (nur|ausschließlich|immer)|deine antwort|deine antworten|ihre antwort|du musst antworten|gib (nur|ausschließlich|) … aus|gib aus',
  free: 'ohne (jede |jegliche |)(einschränkung*|beschränkung*|filter|zensur|grenzen)|keine (einschränkungen|beschränkungen|filter)|sicherheitsrichtlinie*|inhaltsrichtlinie*|uneingeschränkt*|unzensiert*',
  mode: 'entwicklermodus|entwickler.modus|administratormodus|wartungsmodus',
  prompt:
    'systemprompt*|system.prompt*|systemanweisung*|systemnachricht*|(ursprüngliche*|geheime*|versteckte*|interne*) (anweisung*|prompt*)|dein prompt|deine anweisungen',
  show: 'zeige|zeig|zeigen sie|verrate|verraten sie|wiederhole|wiederholen sie|nenne|nennen sie|gib|geben sie|offenbare|drucke|schreibe',
  sheet:
    'charakterbogen|charakterblatt|figurenbogen|steckbrief|deine zusammenfassung|deiner zusammenfassung|deine ausgabe|deiner ausgabe|charakterprofil',
  write:
    '(schreibe|schreib|schreiben sie|sage|sag|behaupte|erwähne|füge hinzu|notiere|vermerke|gib an|trage ein|halte fest) … dass|schreibe nur|trage ein|erwähne nicht',
  reading:
    '(wenn|falls|sobald|während) (du|sie|ihr) (diesen|diese|dieses|das|den|die|eine|einen) … (zusammenfass*|verarbeite*|liest|lesen|analysier*|auswerte*|beschreib*|erstell*)|beim (lesen|zusammenfassen|verarbeiten) (dieses|dieser|des) *',
  user: '(sage|sag|teile|zeige|verrate|gehorche|verschweige|frage|bitte|überrede) (es |das |)(dem|den|allen|jedem) (benutzer*|nutzer*|anwender*)|(dem|den) (benutzer|nutzer|anwender)',
  fresh:
    'neue (anweisung|anweisungen|instruktionen|vorgaben|systemanweisung*)|(befolge|befolgen sie|führe) (diese|die folgenden|nur diese|folgende) (anweisung*|instruktion*|befehle)|ende (des dokuments|der anweisungen|des prompts|der eingabe)',
  send: 'besuche|öffne|öffnen sie|sende|senden sie|schicke|schicken sie|lade|übermittle|klicke|rufe',
  secret:
    'das gespräch|den gesprächsverlauf|gesprächsverlauf|chatverlauf|unterhaltung|passwort|passwörter|api.schlüssel|daten',
};

const es: Some = {
  aside:
    'ignora|ignore|ignorad|ignoren|ignorar|olvida|olvide|olviden|olvidar|olvídate de|haz caso omiso|haga caso omiso|hagan caso omiso|no hagas caso|no haga caso|no sigas|no siga|no obedezcas|descarta|descarte|anula|anule|omite|omita|deja de (seguir|lado)|deje de (seguir|lado)',
  earlier:
    'anterior|anteriores|previa|previas|previo|previos|de arriba|precedente*|hasta ahora|antes|recibid*|anteriormente',
  every: 'todas|todos|toda|todo|tus|sus|del sistema|cualquier',
  instructions:
    'instrucción|instrucciones|indicación|indicaciones|directriz|directrices|directiva*|prompt|prompts|mensaje del sistema|consignas',
  rules: 'regla|reglas|órdenes|restricciones|limitaciones|normas',
  ai: 'ia|inteligencia artificial',
  model:
    'modelo de lenguaje|modelos de lenguaje|modelo lingüístico|modelo de ia|modelos de ia|asistente de ia|asistentes de ia|asistente ia|asistente virtual|chatbot',
  to: 'querida|querido|estimada|estimado|estimados|atención|nota (para|a|al)|mensaje (para|a|al)|aviso (para|a|al)|hola|si eres (un|una)|si usted es (un|una)|a cualquier|a todas las|a todos los',
  persona:
    'ahora eres|ahora es usted|ya no eres|a partir de ahora|desde ahora|de ahora en adelante|en adelante|actúa como|actúe como|compórtate como|finge (ser|que)|finja|haz de cuenta|asume el (papel|rol)|entra en|cambia a|tu nueva (tarea|identidad)|tu nuevo (rol|papel)',
  answer:
    'responde|responda|contesta|conteste|responde (solo|siempre|únicamente)|tu respuesta|tus respuestas|su respuesta|debes responder|debe responder',
  free: 'sin (ninguna |ningún |)(restricción|restricciones|límites|filtros|filtro|censura|limitaciones)|no tienes (restricciones|límites|filtros)|políticas? de (contenido|seguridad)|normas de seguridad',
  mode: 'modo desarrollador|modo de desarrollador|modo administrador|modo sin restricciones',
  prompt:
    '(prompt|mensaje|instrucciones|instrucción|indicaciones) (del|de) sistema|(instrucciones|indicaciones) (iniciales|ocultas|secretas|internas|originales)|tu prompt|tus instrucciones',
  show: 'revela|revele|muestra|muestre|imprime|imprima|repite|repita|dime|dígame|escribe|escriba|divulga|divulgue|copia',
  sheet:
    'ficha (del |de |)personaje|hoja (del |de |)personaje|tu resumen|su resumen|tu salida|la ficha|perfil del personaje',
  write:
    '(escribe|escriba|di|diga|añade|añada|agrega|agregue|indica|indique|menciona|mencione|afirma|afirme|incluye|incluya) … que|no menciones|no mencione',
  reading:
    '(cuando|si|al|mientras) (resumas|resumir|resumes|proceses|procesar|procesas|leas|leer|lees|analices|analizar|analizas|generes|generar|describas|describir) (este|esta|el|la|un|una) *',
  user: '(dile|di|diga|muestra|obedece|informa|pregunta|oculta|pide|pídele|miente|convence) … (al usuario|a los usuarios|del usuario)|al usuario',
  fresh:
    'nuevas (instrucciones|indicaciones|directrices)|nueva (instrucción|directriz)|(sigue|siga|obedece|ejecuta|cumple) (estas|las siguientes|solo estas) (instrucciones|órdenes|indicaciones)|fin (del documento|de las instrucciones|del prompt|de la entrada)',
  send: 'visita|visite|abre|abra|envía|envíe|manda|mande|carga|cargue|haz clic|transmite',
  secret: 'la conversación|el historial|historial|contraseña|contraseñas|clave api|claves|datos',
};

const ja: Some = {
  aside:
    '無視し|無視せ|無視する|忘れて|忘れろ|忘れな|忘れ|従わない|従うな|従わず|破棄し|上書きし|取り消し|無効に|リセット',
  earlier:
    '以前の|これまでの|今までの|上記の|上記|上の|前の|先の|以上の|ここまでの|前述の|それまでの|従来の|先ほどの',
  every: 'すべての|全ての|全部|あらゆる|あなたの|システムの|一切の|すべて|全て',
  instructions: '命令文|プロンプト|インストラクション|システムメッセージ|ガイドライン|システム設定',
  orders: '指示|指令',
  rules: '命令|ルール|規則|制限|制約|設定',
  ai: '人工知能|エーアイ|ai',
  model:
    '言語モデル|大規模言語モデル|aiアシスタント|aiモデル|aiエージェント|チャットボット|生成ai|対話型ai|チャットai',
  to: '親愛なる|注意|宛|へ|への|あなたが|もしあなたが|お知らせ|こんにちは|すべての|全ての',
  persona:
    'これから|今から|今後は|以後|以降は|これ以降|あなたは今|あなたはもう|として振る舞|として行動|になりき|のふりを|の役を|役割を|あなたの新しい',
  answer:
    '答えて|答えろ|答えなさい|回答して|回答せよ|回答は|返答して|返答せよ|返答は|応答して|応答せよ|出力して|出力せよ|返事は',
  free: '制限なし|制限のない|制限なく|制約なし|制約なく|検閲なし|フィルターなし|フィルタなし|制限を解除|制限は解除|安全ガイドライン|コンテンツポリシー|倫理',
  mode: '開発者モード|デベロッパーモード|管理者モード|脱獄モード|無制限モード|デバッグモード',
  prompt:
    'システムプロンプト|初期プロンプト|初期指示|内部指示|隠された指示|秘密の指示|元の指示|あなたへの指示|あなたの指示|システムメッセージ',
  show: '表示し|見せ|教え|出力し|開示し|暴露し|公開し|繰り返し|明かし|書き出し|漏ら',
  sheet:
    'キャラクターシート|人物シート|キャラシート|プロフィール|人物紹介|人物設定|キャラクター設定|要約には|要約に|出力には|出力に|まとめに',
  write:
    'と書いて|と書け|と書きな|と記載|と記せ|と明記|と述べ|と追加|と加え|を追加|を加え|と主張|書かないで|触れないで|と記し|と記入',
  reading:
    '(要約|処理|分析|解析|読み込|生成|作成|翻訳)(する|して|している|した|む)…(場合|とき|時|際)|この(文章|文書|テキスト|ページ)を(要約|処理|分析|解析|読|翻訳)',
  user: 'ユーザーに|ユーザに|利用者に|ユーザーの|ユーザーを|ユーザーへ',
  fresh:
    '新しい(指示|命令|プロンプト|システム)|新たな(指示|命令|プロンプト)|(以下|次|下記)の(指示|命令|プロンプト)に従|本当の指示|文書(の|は)終わり|指示の終わり',
  send: 'アクセスし|開いて|開け|送信し|送って|送れ|訪問し|読み込んで|クリックし|転送し',
  secret: '会話|会話履歴|履歴|パスワード|apiキー|個人情報|秘密',
};

const ru: Some = {
  aside:
    'игнорируй*|игнорировать|проигнорируй*|забудь*|забыть|не обращай* внимания|не следуй*|не выполняй*|пренебреги*|отмени*|отбрось*|обойди*|перестань следовать|не соблюдай*',
  earlier:
    'предыдущи*|прежни*|прошл*|выше|вышеуказанн*|вышеизложенн*|ранее|предшествующ*|до этого|полученн*|раньше',
  every: 'все|всех|всё|свои|твои|ваши|любые|системн*|весь',
  instructions: 'инструкци*|указани*|промпт*|директив*|системн* сообщени*|предписани*|установк*',
  rules: 'правил*|приказ*|команд*|ограничени*|запрет*',
  ai: 'ии|искусственн* интеллект*|нейросет*|нейронная сеть',
  model: 'языков* модел*|чат.?бот*|ии.ассистент*|ии.помощник*|ии.модел*|ассистент.? ии|модел* ии',
  to: 'дорог*|уважаем*|внимание|примечание для|заметка для|сообщение для|обращение к|для|привет|если ты|если вы|всем',
  persona:
    'теперь ты|ты теперь|ты больше не|отныне|с этого момента|с этой минуты|впредь|веди себя как|притворись|притворяйся|действуй как|сыграй роль|твоя новая (роль|задача)|включи|активируй|перейди в|войди в',
  answer:
    'отвечай|отвечайте|ответь|ответьте|твой ответ|твои ответы|ваш ответ|в ответ* (пиши|укажи)|выводи|выведи',
  free: 'без (всяких |каких.либо |)(ограничени*|цензур*|фильтр*)|никаких ограничени*|нет ограничени*|правил* безопасности|политик* (контента|безопасности)|неограниченн*',
  mode: 'режим* разработчика|режим* администратора|режим* без ограничений|режим* отладки|джейлбрейк*',
  prompt:
    'системн* (промпт*|подсказк*|инструкци*|сообщени*|запрос*)|(начальн*|скрыт*|секретн*|исходн*|внутренн*) (инструкци*|промпт*|указани*)|свой промпт|твой промпт|свои инструкции|твои инструкции',
  show: 'покажи*|раскрой*|выведи*|напечатай*|повтори*|назови*|скажи*|выдай*|напиши*|сообщи*|перескажи*',
  sheet:
    'лист* персонажа|карточк* персонажа|анкет* персонажа|описани* персонажа|профил* персонажа|своём резюме|в резюме|кратком изложении|в карточке',
  write: '(напиши*|скажи*|укажи*|добавь*|упомяни*|утверждай*|запиши*|отметь*) … что|не упоминай*|впиши*',
  reading:
    '(когда|если|при) … (обобща*|обрабатыва*|обработк*|чита*|чтени*|анализир*|анализ*|пересказ*|опис*|созда*) (эт*|текст*|данн*|персонаж*|документ*|страниц*)',
  user: '(скажи*|сообщи*|покажи*|подчиняйся|спроси*|убеди*|не говори*|попроси*|обмани*) (об этом |это |)(пользовател*)|пользователю',
  fresh:
    'нов* (инструкци*|указани*|системн* промпт*|директив*)|(следуй*|выполни*|выполняй*|исполни*) (эт*|следующ*|только эт*|нов*) (инструкци*|указани*|команд*)|конец (документа|инструкций|промпта|ввода)',
  send: 'открой*|посети*|отправь*|отправляй*|перешли*|загрузи*|перейди*|передай*',
  secret: 'переписк*|разговор*|диалог*|истори* (чата|сообщений|диалога)|парол*|ключ*|данн*',
};

const pt: Some = {
  aside:
    'ignore|ignorar|ignora|esqueça|esquece|esquecer|desconsidere|desconsidera|desconsiderar|não siga|não obedeça|descarte|anule|deixe de seguir',
  earlier: 'anterior|anteriores|prévias|prévios|acima|precedentes|até agora|recebidas|antes',
  every: 'todas|todos|tudo|suas|seus|qualquer|do sistema',
  instructions:
    'instrução|instruções|orientações|diretriz|diretrizes|comandos do sistema|prompt|mensagem do sistema',
  rules: 'regras|ordens|restrições|normas',
  ai: 'ia|inteligência artificial',
  model: 'modelo de linguagem|modelos de linguagem|assistente de ia|modelo de ia|assistente virtual',
  to: 'querida|querido|cara|caro|prezada|prezado|atenção|nota para|mensagem para|aviso para|olá|se você é (um|uma)',
  persona:
    'você agora é|agora você é|você não é mais|a partir de agora|de agora em diante|aja como|finja (ser|que)|comporte.se como|entre no|assuma o papel',
  answer: 'responda|responda (apenas|somente|sempre)|sua resposta|suas respostas|você deve responder',
  free: 'sem (nenhuma |qualquer |)(restrição|restrições|filtros|censura|limites)|políticas de conteúdo',
  mode: 'modo desenvolvedor|modo de desenvolvedor|modo administrador',
  prompt:
    '(prompt|mensagem|instruções) (do|de) sistema|instruções (iniciais|ocultas|secretas|originais)|seu prompt|suas instruções',
  show: 'revele|mostre|imprima|repita|diga|exiba|divulgue|escreva',
  sheet: 'ficha (do |de |)personagem|seu resumo|sua saída',
  write: '(escreva|diga|adicione|acrescente|mencione|afirme|inclua|indique) … que|não mencione',
  reading: '(quando|se|ao) (você |)(resumir|processar|ler|analisar|gerar|descrever) (este|esta|o|a|um|uma) *',
  user: '(diga|mostre|obedeça|informe|peça|minta) … (ao usuário|aos usuários)|ao usuário',
  fresh:
    'novas (instruções|diretrizes)|nova instrução|(siga|obedeça|execute) (estas|as seguintes) (instruções|ordens)|fim (do documento|das instruções)',
  send: 'visite|abra|envie|mande|carregue|clique',
  secret: 'a conversa|o histórico|histórico|senha|senhas|chave|dados',
};

const ko: Some = {
  aside: '무시하|무시해|무시하고|잊어|잊고|잊으|따르지 마|따르지 말|무효화|덮어쓰',
  earlier: '이전|앞의|앞선|위의|지금까지|기존|상기|위에',
  every: '모든|전부|당신의|너의|시스템',
  instructions: '지시|지침|명령어|프롬프트|지시사항|시스템 메시지|가이드라인',
  rules: '명령|규칙|제한|설정',
  ai: '인공지능|ai',
  model: '언어 모델|언어모델|대규모 언어|챗봇|ai 어시스턴트|ai 모델|ai 비서|챗지피티',
  to: '에게|께|친애하는|주의|알림|안녕|만약 당신이|모든',
  persona: '이제부터|지금부터|앞으로|이제 너는|이제 당신은|더 이상|인 척|처럼 행동|역할을',
  answer: '대답해|대답하|답하|답변하|답변해|응답하|응답해|출력하|출력해|만 답|답변은|대답은',
  free: '제한 없이|제한없이|제약 없이|검열 없이|필터 없이|아무런 제한|안전 지침',
  mode: '개발자 모드|관리자 모드|탈옥 모드|무제한 모드|디버그 모드',
  prompt:
    '시스템 프롬프트|초기 프롬프트|초기 지시|숨겨진 지시|비밀 지시|원래 지시|시스템 메시지|너의 지침|당신의 지침',
  show: '보여|공개|출력|알려|말해|반복|드러내|밝혀',
  sheet: '캐릭터 시트|인물 시트|캐릭터 설정|인물 설정|요약에|출력에|프로필에',
  write: '라고 써|라고 쓰|라고 적|라고 말|라고 기록|고 써|고 적어|추가해|추가하|언급하지',
  reading:
    '(요약|처리|분석|번역|생성)(할|하는|하고|해야) 때|이 (글|문서|텍스트|페이지)를 (요약|처리|분석|읽)',
  user: '사용자에게|사용자의|사용자를|유저에게',
  fresh:
    '새로운 (지시|명령|지침|프롬프트)|새 (지시|명령|지침|프롬프트)|(다음|아래) (지시|명령|지침)(를|을|에) 따',
  send: '방문하|열어|전송하|보내|접속하|클릭하',
  secret: '대화|비밀번호|기록|키를|개인정보',
};

const it: Some = {
  aside:
    'ignora|ignori|ignorate|ignorino|ignorare|dimentica|dimentichi|dimenticate|dimenticare|dimenticati di|scorda|scordati di|trascura|trascurate|tralascia|tralasciate|non (seguire|seguite|rispettare|rispettate|obbedire|obbedite|eseguire|eseguite|considerare|considerate)|non tener* conto|non tenete conto|non dare (retta|peso)|lascia perdere|lasciate perdere|smetti di seguire|smettete di seguire|scarta|scartate|annulla|annullate|aggira|aggirate|sovrascrivi|sovrascrivete|disattendi|metti da parte|mettete da parte',
  earlier:
    'precedente|precedenti|precedentemente|anteriore|anteriori|finora|prima|fin qui|fino a (qui|ora|questo punto)|ricevut*|di sopra|sopra|qui sopra|suddett*|antecedent*',
  every: 'tutte|tutti|tutto|tutta|tue|tuoi|vostre|vostri|qualsiasi|qualunque|ogni|del sistema|di sistema',
  instructions:
    'istruzione|istruzioni|indicazioni|indicazione|direttiva|direttive|linee guida|prompt|messaggio di sistema|consegna|consegne',
  rules: 'regola|regole|ordini|comandi|restrizioni|vincoli|limitazioni|norme',
  ai: 'ia|intelligenza artificiale',
  model:
    'modello linguistico|modelli linguistici|modello di linguaggio|modelli di linguaggio|modello di ia|modelli di ia|modello ia|assistente ia|assistente ai|assistenti ia|assistente di ia|assistente virtuale|assistenti virtuali|chatbot',
  to: 'cara|caro|cari|gentile|egregio|attenzione|nota (per|a|al|alla|ai)|messaggio (per|a|al|alla|ai)|avviso (per|a|al|alla|ai)|all.attenzione (di|del|della|dei|delle)|ciao|salve|se sei (un|una|un.)|se siete (un|una)|a (tutti|tutte|ogni|qualsiasi|qualunque)|per (tutti|tutte|ogni)',
  persona:
    'ora sei|adesso sei|tu ora sei|sei ora|sei adesso|non sei più|d.ora in poi|da ora in poi|da adesso in poi|da questo momento|da ora in avanti|d.ora in avanti|d.ora innanzi|agisci come|agite come|comportati come|comportatevi come|fingi (di essere|che)|fingete|fai finta|fa finta|interpreta il ruolo|assumi il ruolo|assumi l.identità|passa alla modalità|entra in modalità|attiva la modalità|il tuo nuovo (ruolo|compito|nome|scopo)|la tua nuova identità|il tuo (vero|unico) (compito|scopo)',
  answer:
    'rispondi|rispondete|rispondi (solo|soltanto|sempre|unicamente)|la tua risposta|le tue risposte|la vostra risposta|le vostre risposte|devi rispondere|dovete rispondere|rispondere (solo|soltanto|sempre)',
  free: 'senza (alcuna |alcun |nessuna |nessun |)(restrizione|restrizioni|limite|limiti|filtro|filtri|censura|limitazioni)|(nessuna|alcuna) (restrizione|limitazione)|non hai (restrizioni|limiti|filtri)|politiche (di|sui) contenut*|(regole|norme|linee guida) (di|sulla) sicurezza',
  mode: 'modalità (sviluppatore|amministratore|debug|senza restrizioni|senza limiti|illimitata|manutenzione)',
  prompt:
    '(prompt|messaggio|istruzioni|istruzione) (di|del) sistema|(istruzioni|indicazioni|prompt) (inizial*|nascost*|segret*|intern*|original*)|il tuo prompt|le tue istruzioni|tuo prompt|tue istruzioni',
  show: 'rivela|rivelate|rivelami|mostra|mostrate|mostrami|stampa|stampate|ripeti|ripetete|dimmi|diteci|scrivi|scrivete|divulga|divulgate|copia|copiate|trascrivi|elenca|visualizza|riporta|svela',
  sheet:
    'scheda (del |di |)personaggio|scheda personaggio|la scheda|tuo riassunto|vostro riassunto|tuo output|profilo del personaggio|riassunto generato|nel riassunto',
  write:
    '(scrivi|scrivete|di.|dite|aggiungi|aggiungete|indica|indicate|menziona|menzionate|afferma|affermate|includi|includete|annota|specifica|precisa) … che|non menzionare|non menzionate|non citare',
  reading:
    '(quando|se|mentre|nel|prima di|dopo aver) (tu |)(riassum*|elabor*|legg*|analizz*|gener*|descriv*|tradu*) (questo|questa|quest.|il|la|lo|un|una) *|durante (la lettura|l.elaborazione|l.analisi) *',
  user: '(di.|dite|mostra|obbedisci|informa|chiedi|nascondi|menti|convinci|avvisa|inganna) … (all.utente|agli utenti|l.utente|gli utenti)|all.utente',
  fresh:
    'nuove (istruzioni|direttive|indicazioni)|nuova (istruzione|direttiva)|(segui|seguite|esegui|eseguite|obbedisci a) (queste|le seguenti|solo queste|le nuove) (istruzioni|indicazioni|direttive)|fine (del documento|delle istruzioni|del prompt|dell.input)',
  send: 'visita|visitate|apri|aprite|invia|inviate|manda|mandate|carica|caricate|clicca|trasmetti|spedisci|inoltra',
  secret: 'la conversazione|cronologia|la chat|password|chiave api|chiavi api|credenziali|dati',
};

/** Languages beside the two that sheets are written in. */
export const more: Some[] = [fr, de, es, ja, ru, pt, it, ko];
