// What node knows of Unicode and src/fake needs: compatibility decompositions, the order of combining marks, the upper
// case of one UTF-16 unit; and how faker-js writes single letters of other scripts in Latin ones.

const isSurrogate = (code) => code >= 0xd800 && code <= 0xdfff;
const isHangulSyllable = (code) => code >= 0xac00 && code <= 0xd7a3; // decomposed by rule

function* characters(limit) {
  for (let code = 0x80; code <= limit; code++) if (!isSurrogate(code)) yield [code, String.fromCodePoint(code)];
}

// Fully decomposed, but for Hangul.
function decompositions() {
  const found = [];
  for (const [code, text] of characters(0x10ffff)) {
    if (isHangulSyllable(code)) continue;
    const decomposed = text.normalize('NFKD');
    if (decomposed !== text) found.push([code, decomposed]);
  }
  return found;
}

// Marks move behind marks of a lower combining class. The classes' numbers are not to be had from JavaScript, their
// order is: a pair that normalize() swaps. Each mark gets the rank of its class.
function combiningRanks() {
  const probe = '\u0334'; // class 1, the lowest
  const after = (a, b) => (a + b).normalize('NFD') !== a + b; // class of a > class of b > 0
  const marks = [];
  for (const [, text] of characters(0x1ffff)) {
    if (text.normalize('NFD') !== text) continue;
    if (after(text, probe) || after('\u0345', text)) marks.push(text); // above 1, or below 240
  }
  const classes = []; // one mark of each, ascending
  const rankOf = (mark) => {
    let low = 0;
    let high = classes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (after(mark, classes[middle])) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  for (const mark of marks) {
    const rank = rankOf(mark);
    if (rank === classes.length || after(classes[rank], mark)) classes.splice(rank, 0, mark);
  }
  return marks.map((mark) => mark.codePointAt(0) * 256 + rankOf(mark) + 1);
}

function upperCases() {
  const found = [];
  for (const [code, text] of characters(0xffff)) if (text.toUpperCase() !== text) found.push([code, text.toUpperCase()]);
  return found;
}

// Asked of internet.username itself: a letter that it does not write as its number in base 36.
function latinLetters(faker) {
  const found = [];
  for (const [code, text] of characters(0xffff)) {
    if (text.normalize('NFKD') !== text) continue;
    faker.seed(1);
    const plain = faker.internet.username({ firstName: 'q', lastName: 'q' });
    faker.seed(1);
    const written = faker.internet.username({ firstName: 'q', lastName: text });
    const around = plain.lastIndexOf('q');
    const latin = written.slice(around, written.length - (plain.length - around - 1));
    if (latin !== code.toString(36) && latin !== '') found.push([code, latin]);
  }
  return found;
}

export function unicodeTables(writer, faker) {
  const tables = { nfkd: decompositions(), upper: upperCases(), latin: latinLetters(faker) };
  const parts = { combining: combiningRanks() };
  for (const [name, rows] of Object.entries(tables)) {
    parts[`${name}Keys`] = rows.map(([code]) => code);
    parts[`${name}Texts`] = writer.texts(rows.map(([, text]) => text));
  }
  return parts;
}
