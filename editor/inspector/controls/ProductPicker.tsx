import { Autocomplete, type OptionsFilter, TagsInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { ProductBody } from '@parley/runtime/http/shop-schemas.ts';
import { IconShoppingBag } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { call } from '../../api.ts';
import { useWords } from '../../words.ts';
import { productWords } from '../product-words.ts';
import { type ControlProps, useInspector } from '../state.ts';
import { Refusal } from './Problems.tsx';

type Product = ProductBody;
const ALL: OptionsFilter = ({ options }) => options;

/** Products of the catalogue behind the flow's numbers, searched by name; an id that is not among them can be typed. */
export function ProductPicker(props: ControlProps) {
  const { field, label, value, onChange, problems } = props;
  const { flow } = useInspector();
  const words = useWords(productWords);
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search, 200);
  const [reason, setReason] = useState<string>();
  const query = useQuery({
    queryKey: ['products', flow.id, asked],
    queryFn: () => searchProducts(flow.id, asked),
    placeholderData: (before) => before,
    staleTime: 30_000,
  });
  const found = query.data?.ok ? query.data.body.products : [];
  const hasCatalogue = !query.data?.ok || query.data.body.catalogId !== null;
  const shared = {
    label,
    ...(!hasCatalogue && { description: words.noCatalogue }),
    error: problems.some(({ level }) => level === 'error') || reason !== undefined,
    data: found.map(({ id }) => id),
    // What is offered is what the catalogue has found.
    filter: ALL,
    renderOption: ({ option }: { option: { value: string } }): ReactNode => (
      <ProductOption flow={flow.id} product={found.find(({ id }) => id === option.value)} id={option.value} />
    ),
    comboboxProps: { shadow: 'md' },
  };
  if (field.shape.is === 'list') {
    const known = Array.isArray(value) ? value.map(String) : [];
    return (
      <>
        <TagsInput
          {...shared}
          value={known}
          placeholder={words.searchOrType}
          searchValue={search}
          onSearchChange={setSearch}
          splitChars={[',', ';']}
          acceptValueOnBlur
          onChange={(written) => setReason(onChange(written))}
        />
        <Refusal reason={reason} />
      </>
    );
  }
  const id = typeof value === 'string' ? value : '';
  const chosen = found.find((product) => product.id === id);
  return (
    <>
      <Autocomplete
        {...shared}
        value={id}
        placeholder={words.searchOrType}
        onChange={(written) => {
          setSearch(found.some((product) => product.id === written) ? '' : written);
          setReason(onChange(written === '' && field.isOptional ? undefined : written));
        }}
      />
      {chosen && <ProductOption flow={flow.id} product={chosen} id={chosen.id} />}
      <Refusal reason={reason} />
    </>
  );
}

function searchProducts(flow: string, search: string) {
  const query = new URLSearchParams({ flow, ...(search !== '' && { search }) });
  return call<{ catalogId: string | null; products: Product[] }>('GET', `/api/products?${query}`);
}

type Shown = { flow: string; product: Product | undefined; id: string };

function ProductOption({ flow, product, id }: Shown) {
  const [hasFailed, setFailed] = useState(false);
  return (
    <span className="product-option">
      <span className="product-picture">
        {product?.pictureUrl && !hasFailed ? (
          <img src={picturePath(flow, id)} alt="" loading="lazy" onError={() => setFailed(true)} />
        ) : (
          <IconShoppingBag size={18} stroke={1.75} aria-hidden />
        )}
      </span>
      <span>
        <span>{product?.name ?? id}</span>
        <span className="muted small">{[product?.price, id].filter(Boolean).join(' · ')}</span>
      </span>
    </span>
  );
}

/** Pictures of other places are not shown by our pages: the server fetches it. */
const picturePath = (flow: string, id: string) =>
  `/api/products/picture?${new URLSearchParams({ flow, id })}`;
