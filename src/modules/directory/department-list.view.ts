import { anyone } from '../../platform/access/access.js';
import { listQuery, type Page, PageQuery } from '../../platform/queries/query-handler.js';
import { type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import { DepartmentEntered } from './department.js';

const departmentColumns = {
  name: text(),
};
export type DepartmentRow = RowOf<typeof departmentColumns>;

export const departmentList = view({
  name: 'department_list',
  version: 1,
  columns: departmentColumns,
  events: { DepartmentEntered },
  fold: { DepartmentEntered: (_, { data }) => ({ name: data.name }) },
  listings: [{ by: [], order: 'name' }],
});

export class Department {
  id!: string;
  name!: string;
}

/** The city's departments by name. */
export class ListDepartments extends PageQuery<Department> {}

export const ListDepartmentsHandler = listQuery<ListDepartments, Page<Department>>(ListDepartments, {
  may: [anyone],
  views: [departmentList],
  async run({ limit, cursor }, reads) {
    const { items, next } = await reads.rows(departmentList).page({ order: 'name', limit, cursor });
    return { items: items.map(({ key, name }) => ({ id: key, name })), next };
  },
});
