/**
 * How every mutation looks: one `input`, one payload union of its success and its failures, one permission.
 *
 * C1. A command sees nothing that an earlier one of the same request has loaded.
 * C2. What its union doesn't name is a fault of the caller's credential or of ours, and goes to `errors`.
 */
import type { Result } from '@muster/core/result';
import type { Permission } from '@muster/engine/access/permission';
import type { InputFieldMap, InputShapeFromFields, ObjectRef } from '@pothos/core';
import { clearAllDataLoaders } from '@pothos/plugin-dataloader';
import type { ZodMiniType } from 'zod/mini';
import { builder, type SchemaTypes } from './builder.ts';
import type { CommandContext, GraphContext } from './context.ts';
import { type DomainFailure, unwrap } from './errors.ts';
import { inWords } from './input-rules.ts';

type Types = PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>;
type FailureClass = new (...args: never[]) => DomainFailure;

export interface Command<Fields extends InputFieldMap, Success> {
  readonly description: string;
  readonly permission: Permission;
  readonly input: (t: PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>) => Fields;
  /** Ranges and blanks, on the parsed input. */
  readonly rules?: ZodMiniType;
  readonly success: ObjectRef<Types, Success>;
  readonly failures: readonly FailureClass[];
  readonly run: (
    context: CommandContext,
    input: InputShapeFromFields<Fields>,
  ) => Promise<Result<NoInfer<Success>>>;
}

export function defineCommand<Fields extends InputFieldMap, Success>(
  name: string,
  command: Command<Fields, Success>,
): void {
  const typeName = name.charAt(0).toUpperCase() + name.slice(1);
  const input = builder.inputType(`${typeName}Input`, {
    description: `Input of \`${name}\`.`,
    fields: command.input,
    ...(command.rules && { validate: inWords(command.rules) }),
  });
  builder.mutationField(name, (t) =>
    t.field({
      type: command.success,
      description: command.description,
      authScopes: { may: command.permission },
      args: { input: t.arg({ type: input, required: true, description: 'What is to be done.' }) },
      errors: {
        types: [...command.failures],
        union: { name: `${typeName}Payload`, description: `Answer of \`${name}\`.` },
      },
      // The compiler doesn't evaluate the shapes of arguments and results while the type parameters are open.
      resolve: answer(command) as never,
    }),
  );
}

function answer<Fields extends InputFieldMap, Success>(command: Command<Fields, Success>) {
  return async (
    _root: object,
    { input }: { readonly input: InputShapeFromFields<Fields> },
    context: GraphContext,
  ): Promise<Success> => {
    clearAllDataLoaders(context);
    const engine = await context.wholeEngine();
    return unwrap(await command.run({ ...context, engine }, input));
  };
}
