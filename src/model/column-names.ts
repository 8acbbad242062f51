// What a column's name gives away: that it is what people predict, that it names rows, that its whole numbers
// are classes. Names come in English and Korean, with spaces, underscores, dots, hyphens or capitals between
// their words.

/** A name as its words in lower case: `SalePrice` and `sale_price` are both "sale price". */
function wordsOf(name: string): string {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase();
}

/** Whole names. */
const predicted = new Set(
  (
    "target,targets,label,labels,class,classes,class label,target class,y,y true,outcome,result,response,survived,survival,died,dead,death,death event," +
    "churn,churned,exited,left,attrition,default,defaulted,default payment next month,fraud,is fraud,spam,is spam,clicked,click,bought,purchased,purchase,converted," +
    "revenue,subscribed,deposit,approved,loan status,status,diagnosis,disease,heart disease,income,species,variety,quality,passed,pass,admitted,hired,sold,cancelled,is canceled,ill,sick,sentiment,weather," +
    "정답,라벨,레이블,타깃,타겟,목표,결과,클래스,분류,생존,생존 여부,생존여부,사망,이탈,이탈여부,합격,합격여부,불합격,구매,구매여부,품종,종,등급,진단,질병,해지,해지여부,연체,부도,승인,클릭"
  ).split(","),
);
/** Last words, as in `is_fraud_label`, `customer_churn`. */
const lastWords = /(?:^| )(?:target|label|class|outcome|churn|survived|diagnosis|여부|라벨|레이블|클래스)$/;

/** Whole names and last words of quantities that people predict. */
const quantities =
  /(?:^| )(?:price|sales|charges|cost|mpg|medv|tip|salary|wage|rent|demand|load|yield|strength|rings|progression|count|cnt|score|rating|value|total amount|가격|매매가|전세가|거래금액|매출|매출액|판매량|요금|급여|연봉|수요|대여량|점수|평점|소비량|발전량)$/;

const identifiers = /^(?:id|uuid|guid|index|row|unnamed 0|순번|일련 ?번호|아이디|.*번호|.* (?:id|uuid|guid))$/;

const moments = /^(?:date|time|datetime|date time|timestamp|day|날짜|일자|일시|시간|시각|년월일|.* (?:date|timestamp))$/;

const classNames =
  /(?:^| )(?:label|labels|class|classes|category|type|kind|digit|species|cluster|cultivar|segment|라벨|레이블|클래스|분류|종류|품종|유형)$/;

/** A name that most people give to what they predict, whatever its values are. */
export function namesTarget(name: string): boolean {
  const words = wordsOf(name);
  return predicted.has(words) || lastWords.test(words);
}

/** The name of a quantity that people predict. */
export function namesQuantity(name: string): boolean {
  return quantities.test(wordsOf(name));
}

/**
 * `id`, `user_id`, `PassengerId`, `index`, `Unnamed: 0` (the index that pandas writes), 번호 (number), 아이디
 * (id).
 */
export function namesIdentifier(name: string): boolean {
  return identifiers.test(wordsOf(name));
}

/** `date`, `timestamp`, 날짜: a moment rather than a quantity. */
export function namesMoment(name: string): boolean {
  return moments.test(wordsOf(name));
}

/** A name that says that whole numbers are classes: `label`, `type`, `digit`, 분류. */
export function namesClasses(name: string): boolean {
  return classNames.test(wordsOf(name));
}

/** `y` among `x` and `z` is a place in space. */
export function isCoordinate(name: string, names: readonly string[]): boolean {
  const folded = new Set(names.map((other) => other.toLowerCase()));
  return name.toLowerCase() === "y" && folded.has("x") && folded.has("z");
}
