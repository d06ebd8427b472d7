import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

const ink: MantineColorsTuple = [
  '#E8ECF1',
  '#D5DBE3',
  '#B4BDC9',
  '#929DAB',
  '#6B7685',
  '#5D6773',
  '#434C57',
  '#2A313A',
  '#1A2029',
  '#12161C',
];

/** Mantine on the tokens of app/tokens.css: filled buttons are ink on surface in both schemes. */
export const theme = createTheme({
  primaryColor: 'ink',
  colors: { ink },
  // autoContrast stays off: it fixes the text colour at render time, for one scheme only
  variantColorResolver: (input) => {
    const color = input.color ?? 'ink';
    if (color === 'ink' && input.variant === 'filled')
      return {
        background: 'var(--sy-ink)',
        hover: 'var(--sy-ink-2)',
        color: 'var(--sy-surface)',
        border: '1px solid var(--sy-ink)',
      };
    if (color === 'ink' && (input.variant === 'subtle' || input.variant === 'transparent'))
      return {
        background: 'transparent',
        hover: 'var(--sy-sunken)',
        color: 'var(--sy-ink-2)',
        border: '1px solid transparent',
      };
    if (['ok', 'warn', 'bad'].includes(color) && input.variant === 'light')
      return {
        background: `var(--sy-${color}-soft)`,
        hover: `var(--sy-${color}-soft)`,
        color: `var(--sy-${color})`,
        border: '0',
      };
    if (color === 'bad' && input.variant === 'filled')
      return {
        background: 'var(--sy-bad)',
        hover: 'var(--sy-bad)',
        color: 'var(--sy-surface)',
        border: '1px solid var(--sy-bad)',
      };
    return defaultVariantColorsResolver(input);
  },
  fontFamily: 'var(--sy-font)',
  fontFamilyMonospace: 'var(--sy-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '14px', xl: '20px' },
  lineHeights: { xs: '17px', sm: '19px', md: '19px', lg: '20px', xl: '26px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '10px', xl: '10px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    // in a dialog it is no head of the page
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
    // by name, so that pages without a dialog need not load it
    Modal: { defaultProps: { radius: 'lg', transitionProps: { duration: 120 }, centered: true } },
  },
});

// tokens.css carries both schemes, so one set of references serves light and dark
const refs = {
  '--mantine-color-body': 'var(--sy-surface)',
  '--mantine-color-text': 'var(--sy-ink)',
  '--mantine-color-bright': 'var(--sy-ink)',
  '--mantine-color-dimmed': 'var(--sy-ink-3)',
  '--mantine-color-placeholder': 'var(--sy-ink-3)',
  '--mantine-color-anchor': 'var(--sy-ink)',
  '--mantine-color-error': 'var(--sy-bad)',
  '--mantine-color-default': 'var(--sy-surface)',
  '--mantine-color-default-hover': 'var(--sy-sunken)',
  '--mantine-color-default-color': 'var(--sy-ink)',
  '--mantine-color-default-border': 'var(--sy-line-strong)',
  '--mantine-color-disabled': 'var(--sy-sunken)',
  '--mantine-color-disabled-color': 'var(--sy-ink-3)',
  '--mantine-color-disabled-border': 'var(--sy-line)',
  '--mantine-primary-color-filled': 'var(--sy-ink)',
  '--mantine-primary-color-filled-hover': 'var(--sy-ink-2)',
  '--mantine-primary-color-contrast': 'var(--sy-surface)',
};

/** Points Mantine's variables at the tokens. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: refs, dark: refs });
