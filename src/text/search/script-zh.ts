/** Characters that the words and family names here are made of, as the traditional script writes them … */
const TRADITIONAL =
  '說説雲問罵嘆講勸應喚謂稟諫訴稱續補謝話開張發聲釋囑駁質詢盤噥嚕囁語嘮尋懇請饒議寬脅嚇紹傾驚慘贊揚誇獎' +
  '諷譏調訓責備數認辯爭證許諾匯報啓啟禱糾強復斷測圓場聽據傳難雖學沒來總軌鐵車門頻訪顧夢號烏風響適對卻惱' +
  '輕連還終轉進遙潛親見聞齊將著論悅帳禮趕緊馬當隨後順邊頭厲細顫啞緩靜喫撲訥覺驀於這繼經個賠獰幹訕淺嬌氣' +
  '衝惡興懶憤慟淚揮灑長點搖擺撫皺腳頓須奮憮悽變劍裏裡內詫異訝無從罷覽畢讀寶賈幾樣麼賀題別會願單時兒頃過' +
  '誰豈虧間階獨駭壞殺實顯給摟舉帶裝雙臉額剛極頗撥彎環掃閉睜縮聳爲為讓憂熱滿勁閃兩體嚴肅結區與衆眾諸們羣' +
  '軍級倆視領歸執擲綽觀懼宮營婦師僕並詩詞賦書詔聯謠諺辭寫攜牽訖課獵敵漢壯嬰廝嫗媽爺賢嬸醫護機記編輯祕處' +
  '廠隊組團縣鄉鎮貸員務貨參謀衛衞帥國貴駙監莊財漁戶農嬤黃糧夥計櫃鋒驛隱義獄蠻駕郵驍戰孫東賓鄰傭賬嚨脣腦' +
  '廂陣樓頌祿該萬漸盡簡關飛獻槍橫縱躍驟設飲盞嗎則搶圍擁聖賊況嘗輩劉禪薩鎖離權趙錢吳鄭馮陳蔣韓楊呂華鄒竇' +
  '蘇範魯韋鳳鮑費湯羅鄔餘蕭貝談龐紀項藍閔婁顏鍾駱盧繆鄧鬱鈕龔陸榮儲寧欒龍葉薊懷鹹賴藺喬陰蒼黨譚貢勞酈壽' +
  '郟溫閻習魚廣闕歐鞏聶闞豐荊遊蓋嶽緱譙愛陽閆遲臺鮮閭軒轅納蘭台統蓮姍豔瑩瑤麽鐘嚮闢祇隻乾纔沖歎鬆誌彙姪';
/** … and as the simplified one does, in the same order. */
const SIMPLIFIED =
  '说说云问骂叹讲劝应唤谓禀谏诉称续补谢话开张发声释嘱驳质询盘哝噜嗫语唠寻恳请饶议宽胁吓绍倾惊惨赞扬夸奖' +
  '讽讥调训责备数认辩争证许诺汇报启启祷纠强复断测圆场听据传难虽学没来总轨铁车门频访顾梦号乌风响适对却恼' +
  '轻连还终转进遥潜亲见闻齐将着论悦帐礼赶紧马当随后顺边头厉细颤哑缓静吃扑讷觉蓦于这继经个赔狞干讪浅娇气' +
  '冲恶兴懒愤恸泪挥洒长点摇摆抚皱脚顿须奋怃凄变剑里里内诧异讶无从罢览毕读宝贾几样么贺题别会愿单时儿顷过' +
  '谁岂亏间阶独骇坏杀实显给搂举带装双脸额刚极颇拨弯环扫闭睁缩耸为为让忧热满劲闪两体严肃结区与众众诸们群' +
  '军级俩视领归执掷绰观惧宫营妇师仆并诗词赋书诏联谣谚辞写携牵讫课猎敌汉壮婴厮妪妈爷贤婶医护机记编辑秘处' +
  '厂队组团县乡镇贷员务货参谋卫衛帅国贵驸监庄财渔户农嬷黄粮伙计柜锋驿隐义狱蛮驾邮骁战孙东宾邻佣账咙唇脑' +
  '厢阵楼颂禄该万渐尽简关飞献枪横纵跃骤设饮盏吗则抢围拥圣贼况尝辈刘禅萨锁离权赵钱吴郑冯陈蒋韩杨吕华邹窦' +
  '苏范鲁韦凤鲍费汤罗邬余萧贝谈庞纪项蓝闵娄颜钟骆卢缪邓郁钮龚陆荣储宁栾龙叶蓟怀咸赖蔺乔阴苍党谭贡劳郦寿' +
  '郏温阎习鱼广阙欧巩聂阚丰荆游盖岳缑谯爱阳闫迟台鲜闾轩辕纳兰臺统莲姗艳莹瑶么钟向辟只只干才冲叹松志汇侄';

const simple = new Map([...TRADITIONAL].map((char, n) => [char, SIMPLIFIED[n]!]));
const ANY = new RegExp(`[${TRADITIONAL}]`, 'g');

/** A text as far as the rules for Chinese read it, in the simplified script: character for character, so that places stay. */
export function simplified(text: string): string {
  return /[說們這來為問見與對]/.test(text) ? text.replace(ANY, (char) => simple.get(char)!) : text;
}

/** The simplified form of one character, where the rules here know it. */
export function simplifiedCharacter(char: string): string {
  return simple.get(char) ?? char;
}
