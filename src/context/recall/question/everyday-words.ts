import { words } from '../../../text/search/words.js';

/** Words of manner and of every day, as `words` gives them: they ask for nothing by themselves. */
export const EVERYDAY = new Set(
  words(
    'hello hi hey yo bye goodbye welcome morning afternoon evening night tonight today now day good well fine great ' +
      'nice okay ok alright yeah yep yes yup nope nah sure please thank thanks sorry excuse haha hahaha lol hehe heh hmm ' +
      'hm mhm mm uh um oh ah wow aww really seriously maybe perhaps right wrong true exactly indeed course welcome ' +
      'go going gone went come came keep kept continue carry say says said tell told talk talked speak ask answer see saw seen ' +
      'look looked watch wait stop think thought know knew guess mean meant feel felt like want need try make made let ' +
      'get got take took give gave put happen seem sound hear heard find found start begin end finish leave left stay ' +
      'sit sat stand stood walk turn lean smile laugh grin nod shrug sigh wink blush giggle chuckle blink pause whisper ' +
      'open close hold held pull push reach step move slowly softly gently quietly slightly finally suddenly ' +
      'thing something nothing anything everything someone somebody anyone anybody everyone everybody nobody one ' +
      'two first second next last way bit lot little big kind sort part time moment minute while again ' +
      'back away around here there still already always never ever yet even also else actually anyway together alone ' +
      'happy glad sad tired sleep slept lovely beautiful cute funny sweet amazing wonderful ready quiet ' +
      'remember remind recall forget forgot wonder us another slower faster louder dear darling honey sweetheart',
  ),
);
/** The same in Chinese, where words are not parted: what is left of a text without them is looked at. */
export const EVERYDAY_HAN = new RegExp(
  [
    '继续|繼續|接着|接著|往下|然后|然後|后来|後來|最后|早上好|早安|午安|晚上好|晚安|中午好|下午好|早上|晚上|你好|您好|再见|再見|拜拜',
    '谢谢|謝謝|多谢|不客气|没关系|沒關係|对不起|對不起|不好意思|抱歉|好的|好吧|可以|当然|當然|哈+|嘿+|嘻+|呵+|嗯+|哦+|噢|唔|啊+|呀|喂',
    '今天|今晚|昨晚|现在|現在|刚才|剛才|刚刚|真的|真是|真好|怎么样|怎麼樣|怎么|怎麼|什么|什麼|为什么|是不是|有没有|没有|沒有|不是|不会|不會|不要',
    '不知道|知道|觉得|覺得|感觉|感覺|喜欢|喜歡|想要|想说|一下|一会儿?|一會兒?|一点儿?|一點兒?|有点儿?|有點|这里|這裡|那里|那裡|这儿|那儿|这样|這樣|那样|这么|那么',
    '我们|我們|你们|他们|自己|还是|還是|就是|但是|因为|所以|如果|时候|時候|事情|东西|东边|听起来|聽起來|看起来|不错|不錯|很好|太好|明白|了解|确定|確定',
    '点点?头|點點?頭|摇摇?头|搖搖?頭|微笑|笑了?笑|叹了?口?气|嘆了?口?氣|耸耸?肩|聳聳?肩|等等|慢慢|轻轻|輕輕|看着|看了?看|看到|过来|過來|过去|出来|起来|下来|进来',
    '过得|過得|睡得|还记得|還記得|记得|記得|告诉|告訴|有人|有事|总是|總是|终于|終於|身边|身邊|亲爱的|親愛的|宝贝|寶貝|[哪那这這]儿|哪兒|到家了',
  ].join('|'),
  'gu',
);
/** Characters of Han that carry little by themselves, and half of the pair that they stand in. */
export const LIGHT = new Set(
  '的了是不我在有到着就他她你您们这那个么什吗呢啊吧呀哪谁和与跟也都还又啥說说看听走来去坐做想要会能可很太真好多少大小人上下里外中出起过得地为把被让给对从向往一两几些点回叫吃笑话',
);
