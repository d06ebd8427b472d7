import { keyOf, type KubeObject } from '../../server/model/object.ts';
import { Mark, type MarkState } from '../share/Marks.tsx';
import { Age, LabelsText } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import type { Column } from './columns.ts';
import { RowMenu } from './RowMenu.tsx';

/** A row that stands for an object. */
interface OfObject {
  object: KubeObject;
}

/** The mark at the head of a row. */
export function stateColumn<Row extends { state: { level: MarkState; word: string } }>(): Column<Row> {
  return {
    id: 'state',
    header: <span className={ui.sr}>State</span>,
    cell: (row) => <Mark state={row.state.level} label={row.state.word} />,
    width: '24px',
    small: 'hide',
  };
}

/** Labels, on request. */
export function labelsColumn<Row extends OfObject>(): Column<Row> {
  return {
    id: 'labels',
    choice: 'Labels',
    optional: true,
    header: 'Labels',
    cell: (row) => <LabelsText object={row.object} />,
    small: 'hide',
  };
}

/** How old an object is, the newest first. @param more what differs */
export function ageColumn<Row extends OfObject>(more: Pick<Column<Row>, 'choice' | 'medium'> = {}): Column<Row> {
  return {
    id: 'age',
    header: 'Age',
    num: true,
    first: 'desc',
    sort: (row) => row.object.metadata.creationTimestamp ?? null,
    cell: (row) => <Age at={row.object.metadata.creationTimestamp} />,
    small: 'hide',
    ...more,
  };
}

/** What can be done with an object. @param scopeOf its scope on the Traffic page, where it has one */
export function menuColumn<Row extends OfObject>(scopeOf?: (row: Row) => string): Column<Row> {
  return {
    id: 'menu',
    header: <span className={ui.sr}>Actions</span>,
    width: '28px',
    cell: (row) => <RowMenu objectKey={keyOf(row.object)} trafficScope={scopeOf?.(row)} />,
    small: 'hide',
  };
}
