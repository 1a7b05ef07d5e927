import { formStyles } from './form-styles.ts';
import { memberStyles } from './member-styles.ts';
import { operatorStyles } from './operator/operator-styles.ts';
import { baseStyles } from './styles.ts';

/** The one stylesheet of all pages. */
export const styles = [baseStyles, formStyles, memberStyles, operatorStyles].join('');
