import { schema as plain } from '@muster/schema/schema';
import { withListedInputs } from '@muster/server/listed-inputs';
import { coerceInputValue, isInputObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';

const schema = withListedInputs(plain);
const inputTypes = Object.values(schema.getTypeMap()).filter(isInputObjectType);

describe('the fields of an input type', () => {
  it('are the same objects each time', () => {
    for (const type of inputTypes) expect(type.getFields()).toBe(type.getFields());
  });

  it.each(['constructor', 'toString', 'hasOwnProperty'])('are not what every object has: %s', (name) => {
    for (const type of inputTypes) {
      const problems: string[] = [];

      coerceInputValue({ [name]: 1 }, type, (_path, _value, { message }) => problems.push(message));

      expect(problems.join(), type.name).toContain(`Field "${name}" is not defined by type "${type.name}"`);
    }
  });
});
