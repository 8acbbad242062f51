// The Korean of comments and docstrings in code that predicts; `{0}` stands for what differs, and of
// two that fit the first counts. A test looks up every comment of every format.

export const korean: Readonly<Record<string, string>> = {
  "Predicts with the trained network of {0}. C99, needs libm only.": "{0}의 학습한 신경망으로 예측합니다. C99, libm만 필요합니다.",
  "Predicts with the trained network of {0}.": "{0}의 학습한 신경망으로 예측합니다.",
  "Fill a row and call predict(&row, &answer), which gives 0 if there is an answer.":
    "행을 채우고 predict(&row, &answer)를 부르세요. 답이 있으면 0입니다.",
  "Self-check: {0}": "자체 검사: {0}",
  "Makes inputs of columns, and answers of outputs, for the network of {0} in TensorFlow.js.":
    "TensorFlow.js에서 {0}의 신경망을 쓸 때 열을 입력으로, 출력을 답으로 바꿉니다.",
  "await load(tf, address of the model), then predict(row)": "await load(tf, 모델 주소) 다음에 predict(row)",
  "From the inputs of a row to the network's outputs, once a model is loaded.":
    "행의 입력에서 신경망의 출력으로. 모델을 먼저 불러와야 합니다.",
  "Loads the model from an address or a handler of TensorFlow.js.": "주소나 TensorFlow.js의 핸들러에서 모델을 불러옵니다.",
  "Needs keras 3 with any backend, and safetensors.": "keras 3과 safetensors가 필요합니다.",
  "The trained weights, row-major.": "학습한 가중치. 행 우선 순서입니다.",
  "The network with its trained weights.": "학습한 가중치를 담은 신경망입니다.",
  "Halves each row; the second half decides how much of the first passes.": "행의 뒤 절반이 앞 절반을 얼마나 통과시킬지 정합니다.",
  "x Wᵀ + b, summed in float32 in the order of the inputs.": "x Wᵀ + b. 입력 순서대로 float32로 더합니다.",
  "y = x Wt + b, summed in float in the order of the inputs.": "y = x Wt + b. 입력 순서대로 float로 더합니다.",
  "The softmax of sign * x.": "sign * x의 소프트맥스.",
  "The share of the standard normal distribution below v (Abramowitz and Stegun, 7.1.6 and 7.1.14).":
    "표준정규분포에서 v보다 작은 쪽의 비율(Abramowitz와 Stegun, 7.1.6과 7.1.14).",
  "From rows of inputs to rows of outputs.": "입력 행에서 출력 행으로.",
  "From rows of inputs to rows of outputs, each layer rounded to float32.": "입력 행에서 출력 행으로. 층마다 float32로 반올림합니다.",
  "From the inputs of a row to the network's outputs, each layer rounded to float32.":
    "행의 입력에서 신경망의 출력으로. 층마다 float32로 반올림합니다.",
  "From the inputs of a row to the outputs; gives where they are, x or y.": "행의 입력에서 출력으로. 출력이 있는 x나 y를 돌려줍니다.",
  "The nearest float32.": "가장 가까운 float32.",
  "A row as inputs; None if a value is missing that nothing fills.": "행을 입력으로 바꿉니다. 채울 수 없는 결측값이 있으면 None입니다.",
  "A row as inputs; null if a value is missing that nothing fills.": "행을 입력으로 바꿉니다. 채울 수 없는 결측값이 있으면 null입니다.",
  "A value as a number or a text; what fills it if it is missing.": "값을 숫자나 글자로 읽습니다. 결측값이면 채울 값입니다.",
  "The number; None if the text is none in the column's form.": "숫자로 읽습니다. 열의 형식에 맞지 않으면 None입니다.",
  "What is left without the texts at either end; a sign in front stays.": "양 끝의 글자를 뺍니다. 앞의 부호는 남깁니다.",
  "Year, month, weekday (Monday 0) and day of month.": "연, 월, 요일(월요일이 0), 일.",
  "Writes year, month, weekday (Monday 0) and day; 0 if there is no such day.":
    "연, 월, 요일(월요일이 0), 일을 씁니다. 없는 날짜면 0입니다.",
  "Sakamoto's method gives Sunday 0; 400 years are whole weeks.": "사카모토의 방법은 일요일이 0입니다. 400년은 주 단위로 나누어떨어집니다.",
  "The class or the number, and probabilities, in the order of the columns.": "클래스나 숫자, 확률을 열 순서대로.",
  "By the names of the columns: the class or the number, and probabilities.": "열 이름마다 클래스나 숫자, 확률.",
  "Of equal outputs the first.": "출력이 같으면 첫째.",
  "Answers to rows of inputs; None for a row without inputs.": "입력 행의 답. 입력이 없는 행은 None입니다.",
  "Answers a row, a dict by column name; None if it lacks what nothing fills.":
    "열 이름으로 된 행에 답합니다. 채울 수 없는 값이 빠지면 None입니다.",
  "Predicts one row of values by column name.": "열 이름으로 된 행 하나를 예측합니다.",
  "Predicts one row; null if a value is missing that nothing fills.": "행 하나를 예측합니다. 채울 수 없는 결측값이 있으면 null입니다.",
  "@returns null if a value is missing that nothing fills": "@returns 채울 수 없는 결측값이 있으면 null",
  "@throws TypeError if a value is not of its column's kind": "@throws 값이 열의 종류와 다르면 TypeError",
  'A row for the network of {0}, by column name. A missing value is left out, null or "".':
    '{0}의 신경망에 넣을 행, 열 이름별. 결측값은 빼거나 null 또는 ""로 둡니다.',
  "The columns that are added to a CSV.": "CSV에 더하는 열.",
  "Whether the answers to CHECK are those of Perceptron.": "CHECK에 대한 답이 Perceptron의 답과 같은지.",
  "Whether the answers to a row of the training CSV are those of Perceptron.": "학습 CSV의 한 행에 대한 답이 Perceptron의 답과 같은지.",
  "Checks the answers to a row of the training CSV.": "학습 CSV의 한 행에 대한 답을 확인합니다.",
  "A row of the training CSV with its answers.": "학습 CSV의 한 행과 그 답.",
  "A CSV as text: what its mark says, UTF-8, or as the training CSV.": "CSV를 읽습니다: 앞의 표시, UTF-8, 학습 CSV의 인코딩 순서로.",
  "A CSV as text: what its mark says, else UTF-8, else the encoding of the training CSV.":
    "CSV를 읽습니다: 앞의 표시, UTF-8, 학습 CSV의 인코딩 순서로.",
  "Some versions of Node read Windows' punctuation as control characters.": "일부 Node 버전은 Windows의 문장 부호를 제어 문자로 읽습니다.",
  "Node's own, by names that no bundler for a browser looks up.": "브라우저용 번들러가 찾지 않도록 이름으로 부르는 Node의 모듈.",
  "The records: fields, where each ends in the text, the line it begins in.": "레코드: 필드, 필드가 끝나는 위치, 시작하는 줄.",
  "The records of a CSV: fields, where each ends in the text, the line it begins in.":
    "CSV의 레코드: 필드, 필드가 끝나는 위치, 시작하는 줄.",
  "The place of each feature, in any case and with any blanks; None if one lacks.":
    "입력 열의 위치. 대소문자와 공백은 무시하며, 없으면 None입니다.",
  "The place of each feature among the names, in any case and with any blanks; undefined if one lacks.":
    "이름 가운데 입력 열의 위치. 대소문자와 공백은 무시하며, 없으면 undefined입니다.",
  "An empty name becomes columnN, a repeated one gets _2, _3, …": "빈 이름은 columnN이 되고, 같은 이름에는 _2, _3, …이 붙습니다.",
  "A record that lacks a name in front, as R writes names of rows, gets one.": "R이 쓴 파일처럼 맨 앞 열의 이름이 없으면 붙입니다.",
  "What separates the fields, the names, the place of the header.": "필드를 나누는 글자, 이름, 머리글의 위치.",
  "Finds what separates the fields, and the record that names the columns.": "필드를 나누는 글자와 열 이름을 적은 레코드를 찾습니다.",
  "The comma if a column reads as numbers only with it, and none only without.": "쉼표로만 숫자로 읽히는 열이 있고 그 반대는 없으면 쉼표.",
  "The comma if some column reads as numbers only with it, and none only with the point.":
    "쉼표로만 숫자로 읽히는 열이 있고 점으로만 읽히는 열이 없으면 쉼표.",
  "The text of a CSV with a column for each answer at its right edge.": "CSV의 오른쪽 끝에 답마다 열을 붙인 텍스트.",
  "Names or units once more, or a total at the end.": "되풀이된 이름이나 단위, 또는 끝의 합계.",
  "A spreadsheet runs some texts as formulas; behind an apostrophe it does not.":
    "스프레드시트는 앞에 작은따옴표가 없으면 수식으로 실행합니다.",
  "A spreadsheet runs a text that begins so as a formula; behind an apostrophe it does not.":
    "스프레드시트는 이렇게 시작하는 글자를 수식으로 실행하지만, 작은따옴표 뒤에 있으면 실행하지 않습니다.",
  "What predict gives.": "predict가 돌려주는 값.",
  "A value is missing that nothing fills: there is no answer.": "채울 수 없는 결측값이 있어 답이 없습니다.",
  "A date that is none, a number that is infinite or too large for float, a category beyond its enum.":
    "없는 날짜, 무한대이거나 float에 너무 큰 숫자, enum에 없는 범주.",
  "The network gave a number that is no probability.": "신경망이 확률이 아닌 숫자를 냈습니다.",
  "A month of 0 is a missing date.": "월이 0이면 날짜가 결측값입니다.",
  "{0}: 1 true, 0 false, -1 missing": "{0}: 1 참, 0 거짓, -1 결측값",
  "{0}; NAN is missing": "{0}, NAN은 결측값",
  "a probability for each {0}": "{0}별 확률",
  "The class as the CSV writes it, in UTF-8.": "CSV에 적힌 클래스, UTF-8.",
  "Answers a row; gives PERCEPTRON_OK, or why there is no answer, which is then as it was.":
    "행에 답합니다. PERCEPTRON_OK, 또는 답이 없는 까닭을 돌려주며, 그때 answer는 그대로입니다.",
};
