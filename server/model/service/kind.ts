import type { Kind } from '../kind.ts';
import { serviceColumns } from './columns.ts';
import { serviceNotActing } from './not-acting.ts';
import { serviceRules } from './rules.ts';
import { serviceSchema } from './schema.ts';

/** core/v1 Service. */
export const service: Kind = {
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  singular: 'service',
  shortNames: ['svc'],
  categories: ['all'],
  namespaced: true,
  core: true,
  hasStatus: true,
  deleteGivesObject: true,
  selectableFields: ['spec.clusterIP', 'spec.type'],
  applyOrder: 30,
  description: 'A name and ports for a set of endpoints; routes name it as their backend.',
  schema: serviceSchema,
  nameForm: 'label',
  columns: serviceColumns,
  rules: serviceRules,
  notActing: serviceNotActing,
  examples: [
    {
      title: 'A Service with one port',
      yaml: `apiVersion: v1
kind: Service
metadata:
  name: backend
  namespace: default
spec:
  ports:
    - name: http
      port: 3000
`,
    },
  ],
};
