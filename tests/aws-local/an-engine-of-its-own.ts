/** A process that starts the engine of DynamoDB, says which process that is, and stays until it is killed. */
import { startDynamoEngine } from '@muster/aws-local/dynamodb-engine';

const { pid } = await startDynamoEngine();
process.stdout.write(`${pid}\n`);
setInterval(() => {}, 60_000);
