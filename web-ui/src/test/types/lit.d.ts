// What the page uses of lit, whose own declarations are in none of its Maven artifacts.

declare module 'lit' {
  /** Something that can stand in a template. */
  export interface TemplateResult {
    readonly strings: TemplateStringsArray;
    readonly values: unknown[];
  }
  /** Stands for nothing, wherever something may stand. */
  export const nothing: any;
  /** Leaves a part as it is. */
  export const noChange: any;
  export function html(strings: TemplateStringsArray, ...values: unknown[]): TemplateResult;
  export function svg(strings: TemplateStringsArray, ...values: unknown[]): TemplateResult;
  export function render(value: unknown, container: HTMLElement | DocumentFragment): unknown;

  export class LitElement extends HTMLElement {
    static properties: Record<string, object>;
    readonly updateComplete: Promise<boolean>;
    readonly isUpdatePending: boolean;
    readonly hasUpdated: boolean;
    connectedCallback(): void;
    disconnectedCallback(): void;
    requestUpdate(name?: PropertyKey, before?: unknown): void;
    protected createRenderRoot(): HTMLElement | DocumentFragment;
    protected willUpdate(changed: Map<PropertyKey, any>): void;
    protected firstUpdated(changed: Map<PropertyKey, any>): void;
    protected updated(changed: Map<PropertyKey, any>): void;
    protected render(): unknown;
  }
}

declare module 'lit/directive.js' {
  export type PartInfo = { readonly type: number };
  export const PartType: { readonly CHILD: number; readonly ATTRIBUTE: number };
  export class Directive {
    constructor(part: PartInfo);
    render(...values: any[]): unknown;
    update(part: any, values: any[]): unknown;
  }
  export function directive(type: new (part: PartInfo) => Directive): (...values: any[]) => unknown;
}

declare module 'lit/directives/guard.js' {
  export function guard(values: unknown, render: () => unknown): unknown;
}

declare module 'lit/directives/if-defined.js' {
  export function ifDefined<T>(value: T): NonNullable<T>;
}

declare module 'lit/directives/repeat.js' {
  export function repeat<T>(items: Iterable<T>, key: (item: T, place: number) => unknown, draw: (item: T, place: number) => unknown): unknown;
}
