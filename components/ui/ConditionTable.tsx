import type { KubeObject } from '../../server/model/object.ts';
import { StateText } from '../share/Marks.tsx';
import { conditionsOf } from './conditions.ts';
import { Age } from './text.tsx';
import css from './ui.module.css';

/** Every condition of an object, with whose it is. */
export function ConditionTable({ object }: { object: KubeObject }) {
  const rows = conditionsOf(object);
  if (rows.length === 0)
    return (
      <p className={css.metaLine}>
        {object.kind.endsWith('Policy')
          ? 'No conditions: a policy gets them from its targets, and none of them is there.'
          : 'No conditions yet: no Gateway class of this product has looked at it.'}
      </p>
    );
  const grouped = rows.some((row) => row.where !== '');
  return (
    <div className={css.tableBox}>
      <table className={css.table} data-cards>
        <thead>
          <tr>
            {grouped && <th>Of</th>}
            <th>Type</th>
            <th>Status</th>
            <th>Reason</th>
            <th>Message</th>
            <th className={css.num}>Since</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ where, condition, level }) => (
            <tr key={`${where}|${condition.type}`}>
              {grouped && <td className={css.second}>{where === '' ? object.kind : where}</td>}
              <td className={css.strong}>{condition.type}</td>
              <td>
                <StateText state={level}>
                  {level === 'pending' && condition.status !== 'Unknown'
                    ? `${condition.status}, older generation`
                    : condition.status}
                </StateText>
              </td>
              <td className={css.second}>{condition.reason}</td>
              <td className={css.second} data-full>
                {condition.message}
              </td>
              <td className={css.num} data-hide>
                <Age at={condition.lastTransitionTime} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
