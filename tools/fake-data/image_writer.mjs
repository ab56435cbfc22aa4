// Collects values and lays them out as src/fake/image.h describes. Equal values are stored once.

export const tags = { null: 1, text: 2, number: 3, texts: 4, numbers: 5, weighted: 6, array: 7, object: 8 };
const flags = { template: 1 << 8 };

const isWeighted = (value) =>
  value.length > 0 && value.every((v) => v !== null && typeof v === 'object' && Object.keys(v).join() === 'value,weight' && typeof v.value === 'string');

export class ImageWriter {
  #words = [0]; // node 0: missing
  #known = new Map();
  #pool = [];
  #poolSize = 0;
  #offsets = [0];
  #doubles = [];
  #encoder = new TextEncoder();

  // Texts side by side; the index of the first.
  texts(list) {
    return this.#once(`t${JSON.stringify(list)}`, () => {
      const first = this.#offsets.length - 1;
      for (const text of list) {
        const bytes = this.#encoder.encode(text);
        this.#pool.push(bytes);
        this.#poolSize += bytes.length;
        this.#offsets.push(this.#poolSize);
      }
      return first;
    });
  }

  // Numbers side by side; the index of the first.
  numbers(list) {
    return this.#once(`n${JSON.stringify(list)}`, () => this.#doubles.push(...list) - list.length);
  }

  #once(key, make) {
    let at = this.#known.get(key);
    if (at === undefined) this.#known.set(key, (at = make()));
    return at;
  }

  #put(...words) {
    return this.#words.push(...words) - words.length;
  }

  // The node's index: where its first word stands.
  node(value) {
    if (value === undefined) return 0;
    return this.#once(JSON.stringify(value), () => this.#make(value));
  }

  #make(value) {
    if (value === null) return this.#put(tags.null);
    if (typeof value === 'string') return this.#put(tags.text, this.texts([value]));
    if (typeof value === 'number') return this.#put(tags.number, this.numbers([value]));
    if (Array.isArray(value)) return this.#array(value);
    if (typeof value !== 'object') throw new Error(`cannot store a ${typeof value}`);
    const keys = Object.keys(value);
    const children = keys.map((key) => this.node(value[key]));
    return this.#put(tags.object, keys.length, this.texts(keys), ...children);
  }

  #array(value) {
    if (value.every((v) => typeof v === 'string')) {
      const template = value.some((text) => text.includes('{')) ? flags.template : 0;
      return this.#put(tags.texts | template, value.length, this.texts(value));
    }
    if (value.every((v) => typeof v === 'number')) return this.#put(tags.numbers, value.length, this.numbers(value));
    if (isWeighted(value)) {
      // The weights, then their running sums, added up in the order in which faker-js adds them.
      let sum = 0;
      const weights = value.map(({ weight }) => weight);
      const sums = weights.map((weight) => (sum += weight));
      return this.#put(tags.weighted, value.length, this.texts(value.map((v) => v.value)), this.numbers([...weights, ...sums]));
    }
    const children = value.map((v) => this.node(v));
    return this.#put(tags.array, value.length, ...children);
  }

  // `parts`: u32 arrays by name, and single numbers; header order as in image.h.
  finish(parts) {
    const u32 = (list) => Buffer.from(new Uint32Array(list).buffer);
    const order = ['table', 'nfkdKeys', 'upperKeys', 'latinKeys', 'combining'];
    const sections = [
      ...order.map((name) => [u32(parts[name]), parts[name].length]),
      [u32(this.#words), this.#words.length],
      [u32(this.#offsets), this.#offsets.length],
      [Buffer.from(new Float64Array(this.#doubles).buffer), this.#doubles.length],
      [Buffer.concat(this.#pool), this.#poolSize],
    ];
    const head = [parts.entries, parts.codes, parts.titles, parts.nfkdTexts, parts.upperTexts, parts.latinTexts, parts.powers];
    const align = (size) => (size + 7) & ~7;
    let at = align(8 + 4 * (head.length + 2 * sections.length));
    const places = [];
    for (const [bytes, count] of sections) {
      places.push(at, count);
      at = align(at + bytes.length);
    }
    const image = Buffer.alloc(at);
    image.write('MIMUSFK1', 0, 'latin1');
    u32([...head, ...places]).copy(image, 8);
    sections.forEach(([bytes], i) => bytes.copy(image, places[2 * i]));
    return image;
  }
}
