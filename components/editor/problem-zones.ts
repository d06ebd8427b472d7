import type { Patch } from './document-model.ts';
import type { monaco } from './monaco-setup.ts';
import css from './MonacoPane.module.css';
import { messageAlone, type EditorProblem } from './problems.ts';
import type { Fix } from './remedies.ts';

/** What a link does. */
type Fixing = ((patches: readonly Patch[]) => void) | undefined;

/** Shows problems in words under their lines, with ways out. Returns the function that takes them away. */
export function showZones(
  editor: monaco.editor.IStandaloneCodeEditor,
  problems: readonly (EditorProblem & { line: number })[],
  fix: Fixing,
): () => void {
  const byLine = Map.groupBy(problems, (problem) => problem.line);
  let ids: string[] = [];
  const draw = () => {
    const { contentWidth } = editor.getLayoutInfo();
    editor.changeViewZones((accessor) => {
      for (const id of ids) accessor.removeZone(id);
      ids = [...byLine].map(([line, group]) => {
        const node = zoneNode(group, fix);
        return accessor.addZone({
          afterLineNumber: line,
          heightInPx: heightOf(node, Math.max(160, contentWidth)),
          domNode: node,
          suppressMouseDown: false,
        });
      });
    });
  };
  draw();
  const layout = editor.onDidLayoutChange(draw);
  return () => {
    layout.dispose();
    editor.changeViewZones((accessor) => ids.forEach((id) => accessor.removeZone(id)));
  };
}

function zoneNode(problems: readonly EditorProblem[], fix: Fixing): HTMLElement {
  const node = document.createElement('div');
  node.className = css['zone'] ?? '';
  for (const problem of problems) {
    const part = document.createElement('div');
    part.dataset['severity'] = problem.severity;
    if (problem.field) {
      const field = document.createElement('b');
      field.textContent = problem.field;
      part.append(field, ' ');
    }
    part.append(messageAlone(problem));
    if (fix && problem.fixes && problem.fixes.length > 0) part.append(linksNode(problem.fixes, fix));
    node.append(part);
  }
  return node;
}

/** Out of the way of Tab and of screen readers, for whom Monaco hides zones: the form and the list of problems have the same links. */
function linksNode(fixes: readonly Fix[], fix: NonNullable<Fixing>): HTMLElement {
  const line = document.createElement('div');
  fixes.forEach(({ label, patches }, i) => {
    if (i > 0) line.append(' or ');
    const link = document.createElement('button');
    link.type = 'button';
    link.tabIndex = -1;
    link.textContent = label;
    link.addEventListener('mousedown', (event) => event.stopPropagation());
    link.addEventListener('click', () => fix(patches));
    line.append(link);
  });
  return line;
}

function heightOf(node: HTMLElement, width: number): number {
  const probe = node.cloneNode(true) as HTMLElement;
  probe.style.cssText = `position:absolute;visibility:hidden;width:${width}px`;
  document.body.append(probe);
  const height = probe.offsetHeight;
  probe.remove();
  return height;
}
