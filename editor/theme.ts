import {
  convertCssVariables,
  createTheme,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  defaultVariantColorsResolver,
  mergeMantineTheme,
} from '@mantine/core';

/** How Mantine's components look here. Colours are the tokens of `theme.css`, which know light and dark. */
export const theme = createTheme({
  primaryColor: 'accent',
  colors: {
    accent: [
      '#e6f4f1',
      '#cfe8e3',
      '#a3d3ca',
      '#73bdb0',
      '#3fbfa8',
      '#2a9c88',
      '#0b6b5d',
      '#095a4e',
      '#07493f',
      '#053730',
    ],
    red: [
      '#fdf0f0',
      '#fae0e0',
      '#f3bcbc',
      '#f09c9c',
      '#ee8585',
      '#d85b5b',
      '#c43d3d',
      '#ab3333',
      '#8f2b2b',
      '#742323',
    ],
    /* The greys of fields, disabled buttons and pictures of people: those of `theme.css`, not the kit's neutral ones. */
    gray: [
      '#f6f7f5',
      '#f0f2ef',
      '#e7eae7',
      '#e2e6e3',
      '#cdd4d0',
      '#aab4b0',
      '#6b7672',
      '#47524f',
      '#2d3735',
      '#17201e',
    ],
    dark: [
      '#e8eeec',
      '#c3ccc9',
      '#a0aba8',
      '#7d8986',
      '#3a4543',
      '#2b3432',
      '#202726',
      '#181d1c',
      '#141918',
      '#101413',
    ],
  },
  primaryShade: { light: 6, dark: 4 },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, Menlo, Consolas, monospace',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '8px', md: '8px', lg: '16px', xl: '999px' },
  defaultRadius: 'md',
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  /* White on the dark scheme's light accent and red could not be read. */
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    const isOurs = input.color === undefined || input.color === 'accent' || input.color === 'red';
    return input.variant === 'filled' && isOurs ? { ...colors, color: 'var(--on-accent)' } : colors;
  },
  components: {
    /* The page's policy allows no style elements, which the lock on scrolling would write. */
    Modal: { defaultProps: { lockScroll: false, centered: true, transitionProps: { duration: 140 } } },
    Drawer: { defaultProps: { lockScroll: false } },
    Button: { defaultProps: { size: 'compact-md' } },
    /* As round as other controls it would look like one of several to choose from. */
    Checkbox: { defaultProps: { radius: 'xs' } },
    /* Its name needs a role to belong to. */
    Skeleton: { defaultProps: { role: 'status' } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false } },
  },
});

const TOKENS = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-bright': 'var(--ink)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-dimmed': 'var(--muted)',
  '--mantine-color-placeholder': 'var(--faint)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-success': 'var(--good)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
  '--mantine-color-accent-light-color': 'var(--accent)',
  '--mantine-color-red-light-color': 'var(--bad)',
  '--mantine-color-red-6': 'var(--bad)',
  '--mantine-color-accent-filled': 'var(--accent)',
  '--mantine-color-accent-filled-hover': 'var(--accent-hover)',
};

/**
 * Writes Mantine's variables into a stylesheet of the document. Its provider would put them into a style element, which
 * the server's content security policy refuses.
 */
export function installTheme(): void {
  const { variables, light, dark } = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    convertCssVariables({ variables, light: { ...light, ...TOKENS }, dark: { ...dark, ...TOKENS } }),
  );
  document.adoptedStyleSheets.push(sheet);
}
