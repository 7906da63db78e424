"""Short articles of our own in many languages, for tests of decoding. All that they tell is invented."""

from __future__ import annotations

FRENCH = """\
Le marché couvert rouvre après l’été

À Valmore, où la halle était fermée depuis l’été dernier, les étals ont été réinstallés dès l’aube. « On n’y croyait plus », a reconnu Hélène Brûlé, qui élève des chèvres à côté de la rivière et vend là depuis près de trente années. Le maçon, le menuisier et le ferronnier se sont succédé sous la charpente, dévorée par l’humidité et les insectes.

La réfection, décidée à l’unanimité, a coûté près de 400 000 €. L’État et le département ont payé la moitié ; la commune a dû différer la rénovation du lycée. « C’était nécessaire », a répété le maire, désolé des retards. Il a énuméré les étapes : étude, démontage, séchage des poutres, puis pose d’une verrière dessinée par une élève de l’école d’architecture de Sévérac.

Dès sept heures, la file s’étirait jusqu’à l’église. Près de l’entrée, un boulanger dépliait ses tréteaux ; à sa gauche, une maraîchère pesait déjà fèves, pêches, mûres et céleris. Au fond, l’ancien café a été remplacé par une épicerie coopérative, gérée par dix-huit bénévoles. Les prix, jugés élevés par certains, seront réétudiés à la rentrée.

La cérémonie s’est achevée vers midi, sous une pluie légère. Une fanfare, invitée par le comité des fêtes, a joué cinq mélodies oubliées. Les aînés, émus, évoquaient la foire aux bœufs, le cœur serré, et l’odeur de la laine mouillée qui imprégnait alors la place. « Ça sentait le suint, le café brûlé et la réglisse », a précisé Léon, né à deux pas.

Reste à régler la circulation. Le préfet a préconisé une zone piétonne, réservée dès décembre aux piétons et aux vélos ; les commerçants, échaudés par l’expérience précédente, préféreraient un stationnement limité à trente minutes. Une réunion est prévue à l’hôtel de ville, où chacun pourra débattre. L’été prochain, la halle accueillera même des soirées théâtrales : la scène, démontable, est déjà commandée. À la Noël, un marché nocturne complétera l’éventail, et la chorale du collège y chantera.
"""

RUSSIAN = """\
Рынок на площади снова открыт
После долгого ремонта крытый рынок в Вальморе принимает покупателей. Жители ждали этого дня почти год и пришли к семи утра.
Городской совет решил, что по вечерам здесь будут выступать музыканты. Стоянку перенесут к реке, чтобы на площади было тихо.
"""

POLISH = """\
Hala targowa znów otwarta
Po długim remoncie hala w Dąbrówce wróciła do życia. Mieszkańcy czekali na ten dzień prawie rok i już o siódmej rano stali w kolejce.
Wójt przyznał, że koszty były wyższe, niż zakładano, lecz dach i żeliwne słupy udało się ocalić. Jesienią ruszą też wieczorne koncerty młodzieży.
"""

CZECH = """\
Tržnice je opět otevřená
Po dlouhé opravě přivítala tržnice v Dolní Lhotě první zákazníky. Lidé čekali skoro rok a už v sedm hodin ráno stála u dveří dlouhá fronta.
Starosta řekl, že náklady byly vyšší, než se čekalo, ale střechu i litinové sloupy se podařilo zachránit. Na podzim přibudou večerní koncerty žáků.
"""

GREEK = """\
Η αγορά άνοιξε ξανά
Μετά από μακρά ανακαίνιση, η σκεπαστή αγορά του χωριού δέχεται πάλι πελάτες. Οι κάτοικοι περίμεναν σχεδόν έναν χρόνο.
Ο δήμαρχος παραδέχτηκε ότι το κόστος ήταν μεγαλύτερο, αλλά η στέγη και οι κολόνες σώθηκαν. Το φθινόπωρο θα γίνονται συναυλίες.
"""

TURKISH = """\
Kapalı çarşı yeniden açıldı
Uzun süren onarımın ardından çarşı müşterilerine kavuştu. Köylüler bu günü neredeyse bir yıldır bekliyordu ve sabah yedide kapıya gelmişti.
Başkan, masrafın düşünülenden çok olduğunu, fakat çatının ve dökme demir sütunların kurtarıldığını söyledi. Güzün akşamları müzik dinletileri yapılacak.
"""

JAPANESE = """\
市場が再び開いた
長い工事のあと、町の市場にお客さんが戻ってきました。住民はほとんど一年のあいだ、この日を待っていました。
町長は、費用は思ったより高かったが、屋根と鉄の柱は残すことができたと話しました。秋には夜の音楽会も始まります。
"""

KOREAN = """\
시장이 다시 문을 열었다
긴 공사 끝에 마을 시장에 손님이 돌아왔다. 주민들은 거의 일 년 동안 이날을 기다렸고 아침 일곱 시부터 줄을 섰다.
면장은 비용이 예상보다 많이 들었지만 지붕과 쇠기둥은 살릴 수 있었다고 말했다. 가을에는 저녁 음악회도 열린다.
"""

SIMPLIFIED = """\
市场重新开放
经过长时间的修缮，镇上的市场又迎来了顾客。居民们等这一天等了将近一年，早上七点就在门口排起了长队。
镇长说，费用比预想的高，但是屋顶和铁柱都保留了下来。秋天还会在晚上举行学生音乐会。
"""

TRADITIONAL = """\
市場重新開放
經過長時間的修繕，鎮上的市場又迎來了顧客。居民們等這一天等了將近一年，早上七點就在門口排起了長隊。
鎮長說，費用比預想的高，但是屋頂和鐵柱都保留了下來。秋天還會在晚上舉行學生音樂會。
"""
