import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { evaluate } from '../../../ipt_fidelity/widgets/page/conditions.js';

test('every condition comes out as in the kernel', () => {
  const cases = JSON.parse(readFileSync(process.env.IPTF_CASES, 'utf-8')).conditions;
  assert.ok(cases.length > 1000);
  assert.deepEqual(new Set(cases.map(({ expected }) => expected)), new Set([true, false, null]));
  for (const { text, tree, names, expected } of cases) {
    assert.equal(evaluate(tree, names), expected, `${text} with ${JSON.stringify(names)}`);
  }
});

test('no condition is undecided', () => {
  assert.equal(evaluate(null, {}), null);
});
