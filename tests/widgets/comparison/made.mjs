// Two sheets of one small session, as they travel to a page.
const code = (id, status) => ({
  id, label: id, keys: [id[0].toLowerCase()], family: 'f', status, status_rules: [], include: [], exclude: [], expected: true,
});
const coding = (primary, more = {}) => ({
  reading: primary ? 'coded' : 'read', primary, secondary: [], status: primary === 'XTR' ? 'off_model' : 'on_model',
  uncertain: false, memo: '', attributes: { link: 1 }, ...more,
});
const rating = (value, evidence) => ({
  value, absence: null, resolved: false, uncertain: false, memo: '', evidence_for: evidence, evidence_against: [],
});

export const ONE = {
  rater: 'KM', stage: 'independent', simulated: false,
  codings: { g001: coding('COM'), g002: coding('COM', { secondary: ['LNK'] }), g003: coding('COM'), g004: coding('LNK') },
  ratings: { A1: rating(3, ['g001']), A2: rating(2, ['g003']) }, omissions: { COM: 't0001' },
};
export const TWO = {
  rater: 'JD', stage: 'independent', simulated: false,
  codings: { g001: coding('COM'), g002: coding('XTR'), g003: coding('COM', { attributes: { link: 2 } }), g004: coding(null, { attributes: {} }) },
  ratings: { A1: rating(1, ['g002']), A2: rating(2, ['g001']) }, omissions: {},
};

export const page = (marks = []) => ({
  handle: 's', names: { phase: 'middle' }, waiting: [], sheets: [ONE, TWO], marks,
  turns: [1, 2, 3, 4].map((n) => [`t000${n}`, 'therapist', 'T', 'words', null]),
  segments: [1, 2, 3, 4].map((n) => [`g00${n}`, n - 1, n - 1]),
  rubric: {
    language: 'en', secondary_most: 2, families: [],
    codes: [code('COM', 'on_model'), code('LNK', 'on_model'), code('XTR', 'off_model')],
    attributes: [{ id: 'link', label: 'Link', type: 'ordinal', values: [0, 1, 2], labels: [], ask_if: null }],
    items: ['A1', 'A2'].map((id) => ({
      id, label: id, type: 'ordinal', values: [0, 1, 2, 3], labels: [], anchors: {}, evidence_for: [3],
      applies_if: null, na_if: null, no_opportunity_if: null,
    })),
  },
  points: [
    ['segment', 'segment:g001', []], ['segment', 'segment:g002', ['status', 'code', 'secondary']],
    ['segment', 'segment:g003', ['detail']], ['segment', 'segment:g004', ['code']],
    ['item', 'item:A1', ['value']], ['item', 'item:A2', []], ['omission', 'code:COM', ['omission']],
  ],
});
