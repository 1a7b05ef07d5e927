import type { Props } from '../support/engine-values.ts';
import type { Place } from './kind.ts';

/** What the program asks AWS while it runs; a question that has no answer here fails, so that none goes unnoticed. */
export const answerOf = (token: string, inputs: Props, { account, region }: Place): Props => {
  switch (token) {
    case 'aws:index/getCallerIdentity:getCallerIdentity':
      return { id: account, accountId: account, arn: `arn:aws:iam::${account}:root`, userId: account };
    case 'aws:index/getPartition:getPartition':
      return { id: 'aws', partition: 'aws', dnsSuffix: 'amazonaws.com', reverseDnsPrefix: 'com.amazonaws' };
    case 'aws:index/getRegion:getRegion': {
      const asked = typeof inputs['region'] === 'string' ? inputs['region'] : region;
      return { id: asked, name: asked, region: asked, description: asked, endpoint: `ec2.${asked}.amazonaws.com` };
    }
    default:
      throw new Error(`the test provider has no answer to ${token} (${Object.keys(inputs).join(', ')})`);
  }
};
