//! Traditional Chinese characters of place names and the simplified ones for them.
//!
//! A small table for comparing names (丹東 and 丹东), not a converter: it holds the characters of the shipped stations
//! and the common ones of other places, single characters only, and a character that stands for several folds to one
//! of them wherever it occurs. A character outside the table stays as it is.

/// Pairs of a traditional character and its simplified form, rising by the first. Every character takes three bytes
/// in UTF-8. Source: the variants that the Unihan database of Unicode 15.0 records, selected.
const PAIRS: &str = "\
    乾干亞亚來来倉仓們们倫伦備备傢家儀仪兒儿兗兖內内兩两別别剋克創创劉刘勝胜勵励匯汇吳吴呂吕員员問问\
    啟启嗚呜國国圍围園园圖图團团執执堅坚堯尧報报場场塊块墊垫墳坟墾垦壇坛壓压壘垒壞坏壩坝壯壮壽寿夠够\
    夢梦夾夹奮奋婁娄婦妇嫗妪孫孙宮宫實实寧宁審审寶宝將将對对層层屬属峯峰島岛峽峡崗岗嶇岖嶺岭帥帅師师\
    帳帐帶带幣币幫帮幹干庫库廈厦廟庙廠厂廢废廣广廳厅張张彌弥彎弯彙汇彥彦後后復复徵征徹彻恆恒愛爱態态\
    慮虑慶庆憑凭憲宪憶忆應应懷怀懸悬懼惧戀恋戰战戲戏戶户掃扫揚扬換换揮挥損损撈捞撐撑撫抚撲扑擁拥擇择\
    擋挡擔担據据擠挤擬拟擴扩擺摆攜携攝摄敗败數数斷断於于時时晉晋暫暂曆历曉晓曏向東东條条棗枣棟栋楊杨\
    楓枫業业極极榮荣構构槍枪樁桩樂乐樓楼標标樣样樹树樺桦橋桥機机橫横檔档檢检檯台櫃柜欄栏權权欽钦歐欧\
    歡欢歲岁歷历歸归殘残殺杀氣气涇泾涼凉淥渌淵渊淺浅渦涡測测渾浑湯汤溝沟溫温滄沧滬沪滸浒滿满漁渔漢汉\
    漸渐潁颍潛潜潤润澀涩澇涝澗涧澱淀濁浊濃浓濕湿濟济濤涛濫滥濱滨濾滤瀋沈瀨濑瀾澜灘滩灣湾灤滦烏乌無无\
    煉炼煙烟熱热燈灯營营燦灿爐炉爺爷爾尔牽牵猶犹獅狮獨独獲获獵猎獻献現现瑪玛環环瓊琼畢毕畫画療疗發发\
    盜盗監监盤盘盧卢矯矫硃朱碩硕確确碼码磚砖礙碍礦矿禍祸禱祷稅税種种稱称穀谷積积穩稳穫获窩窝窮穷窯窑\
    竇窦竈灶竊窃競竞筆笔節节範范築筑簡简簽签籠笼糧粮紀纪約约紅红紋纹納纳純纯紗纱紙纸級级紛纷細细紹绍\
    終终組组結结絕绝絡络給给統统絹绢綏绥經经綜综綠绿維维綱纲網网綿绵緒绪線线緣缘編编緩缓緬缅練练縣县\
    縫缝縮缩縱纵績绩繞绕繩绳繪绘繭茧繼继續续纜缆罈坛罰罚羅罗義义聞闻聯联聶聂職职聽听肅肃脈脉脫脱腦脑\
    腳脚腸肠膚肤膠胶臉脸臚胪臟脏臨临臺台興兴舊旧艙舱艦舰莊庄華华萊莱萬万葉叶著着葦苇蒼苍蓋盖蓮莲蔔卜\
    蔭荫蕪芜蕭萧薊蓟薑姜薦荐藍蓝藝艺藥药蘆芦蘇苏蘋苹蘭兰處处虛虚虜虏號号蟲虫蠶蚕蠻蛮術术衕同衛卫裏里\
    補补裝装裡里複复覆复見见規规覺觉覽览觀观觸触訊讯訓训記记訪访設设許许診诊評评詞词詢询試试詩诗話话\
    詳详誌志語语誠诚誤误說说課课誼谊調调談谈請请諸诸諾诺謀谋謂谓講讲謝谢證证識识譜谱議议護护讀读變变\
    讓让豎竖豐丰豬猪貝贝負负財财貢贡貧贫貨货販贩貪贪貫贯責责貯贮貴贵貸贷費费貿贸賀贺賁贲資资賈贾賓宾\
    賚赉賜赐賞赏賠赔賢贤質质賴赖購购賽赛贊赞贛赣趕赶趙赵踐践躍跃車车軌轨軍军軟软軸轴較较載载輔辅輕轻\
    輛辆輝辉輪轮輯辑輸输轉转轎轿轟轰辭辞農农連连進进運运過过達达違违遞递遠远適适遲迟遷迁選选遺遗遼辽\
    邁迈還还邊边邏逻郵邮鄉乡鄒邹鄧邓鄭郑鄰邻鄲郸釀酿釋释鈎钩鈴铃鉛铅鉤钩銀银銅铜銳锐銷销鋁铝鋒锋鋪铺\
    鋼钢錄录錘锤錢钱錦锦錫锡錯错鍋锅鍵键鍾钟鎖锁鎮镇鏈链鏡镜鐘钟鐵铁鑄铸鑰钥鑼锣鑽钻長长門门閃闪閉闭\
    開开閑闲閒闲間间閘闸閣阁閤合閱阅閻阎闆板闖闯關关陣阵陰阴陳陈陸陆陽阳隊队階阶際际隨随險险隱隐雖虽\
    雙双雜杂雞鸡離离難难雲云電电霧雾靈灵靜静鞏巩鞦秋韆千韓韩響响頁页頂顶項项順顺須须預预頓顿領领頭头\
    頸颈頻频題题額额顏颜類类顧顾顯显風风颱台飛飞飯饭飲饮飽饱飾饰餘余館馆馬马馮冯馳驰駁驳駐驻駕驾駛驶\
    駝驼駱骆騎骑騙骗騰腾驅驱驗验驚惊驛驿髒脏體体髮发鬆松鬚须鬥斗鬧闹魚鱼魯鲁鮮鲜鳥鸟鳳凤鳴鸣鴨鸭鴻鸿\
    鴿鸽鵝鹅鵬鹏鶴鹤鷹鹰鹹咸鹽盐麥麦麯曲麵面黃黄點点黨党齊齐齋斋齒齿龍龙龜龟";

/// The simplified form of a character, or the character itself.
pub(super) fn simplified(character: char) -> char {
    let mut buffer = [0; 4];
    let wanted = character.encode_utf8(&mut buffer).as_bytes();
    let (pairs, _) = PAIRS.as_bytes().as_chunks::<6>();
    pairs
        .binary_search_by(|pair| pair[..3].cmp(wanted))
        .ok()
        .and_then(|at| PAIRS[at * 6 + 3..].chars().next())
        .unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_of_three_bytes_and_rise() {
        let characters: Vec<char> = PAIRS.chars().collect();
        assert!(characters.iter().all(|c| c.len_utf8() == 3));
        assert_eq!(characters.len() % 2, 0);
        let traditional: Vec<char> = characters.chunks(2).map(|pair| pair[0]).collect();
        assert!(traditional.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn characters_of_station_names_are_simplified() {
        let text = |name: &str| name.chars().map(simplified).collect::<String>();
        for (traditional, name) in [
            ("丹東", "丹东"),
            ("錦州", "锦州"),
            ("瀋陽", "沈阳"),
            ("圖們", "图们"),
            ("滿洲里", "满洲里"),
            ("齊齊哈爾", "齐齐哈尔"),
            ("北京", "北京"),
        ] {
            assert_eq!(text(traditional), name);
        }
    }

    #[test]
    fn simplified_characters_stay() {
        for name in ["丹东", "锦州", "平壤", "평양", "Хасан", "Khasan", "𠀀"] {
            assert_eq!(name.chars().map(simplified).collect::<String>(), name);
        }
    }
}
