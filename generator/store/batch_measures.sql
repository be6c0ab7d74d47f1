-- A batch beside what the store knows: each statement makes one table of a cursor's own (batch_measures.py reads the last five).
-- Money becomes a double here: these numbers judge, and none of them is printed as a figure.

-- `series` and `pair` are the keys of a line and of its reporter, partner and flow, in periods of one length.
CREATE TEMP TABLE batch AS
SELECT reporter, partner, flow, code, first, months, hash(reporter, partner, flow, code, months) AS series,
    hash(reporter, partner, flow, months) AS pair, value::DOUBLE AS value, half_unit::DOUBLE AS half, qualifier,
    quantity::DOUBLE AS quantity, lower(trim(quantity_unit)) AS unit, currency, edition, valuation
FROM read_parquet($file, hive_partitioning = false) WHERE standing = 'customs';

-- What it claims to have every line of: pairs ('' is every partner) and periods.
CREATE TEMP TABLE asked AS
SELECT unnest($reporters::VARCHAR[]) AS reporter, unnest($partners::VARCHAR[]) AS partner,
    unnest($flows::VARCHAR[]) AS flow, unnest($firsts::INTEGER[]) AS first, unnest($lengths::INTEGER[]) AS months;

-- Which codes the batch speaks about: all (''), those it was asked for, else the chapters that it has.
CREATE TEMP TABLE scope AS
SELECT unnest($codes::VARCHAR[]) AS code
UNION SELECT DISTINCT if($whole OR code = 'TOTAL', '', left(code, 2)) FROM batch WHERE len($codes::VARCHAR[]) = 0;

-- What the store knows of the batch's reporters and flows, in the batch's depths of code: the newest release counts.
CREATE TEMP TABLE known AS
WITH past AS MATERIALIZED (
    SELECT reporter, partner, flow, code, first, months, hash(reporter, partner, flow, code, months) AS series,
        hash(reporter, partner, flow, months) AS pair, value::DOUBLE AS value, quantity::DOUBLE AS quantity,
        lower(trim(quantity_unit)) AS unit, currency, edition, valuation, list_position($releases, release) AS place, line
    FROM read_parquet($files, hive_partitioning = false, union_by_name = true)
    WHERE standing = 'customs' AND list_contains($releases, release) AND first BETWEEN $since AND $until),
codes AS (
    SELECT code FROM (SELECT DISTINCT code FROM past) one
    WHERE EXISTS (SELECT 1 FROM scope WHERE starts_with(one.code, scope.code) OR '=' || one.code = scope.code)
        AND (length(code) IN (SELECT DISTINCT length(code) FROM batch) OR NOT EXISTS (SELECT 1 FROM batch))),
wanted AS MATERIALIZED (
    SELECT past.* FROM past SEMI JOIN codes USING (code)
        SEMI JOIN (SELECT reporter, flow FROM batch UNION SELECT reporter, flow FROM asked) side USING (reporter, flow)),
twice AS (SELECT series, first FROM wanted GROUP BY ALL HAVING count(*) > 1)
SELECT * EXCLUDE (place, line) FROM wanted ANTI JOIN twice USING (series, first)
UNION ALL
SELECT * EXCLUDE (place, line) FROM wanted SEMI JOIN twice USING (series, first)
QUALIFY row_number() OVER (PARTITION BY series, first ORDER BY place DESC, line) = 1;

-- The pairs and periods that the batch is about; where `complete`, a line that it lacks was not traded.
CREATE TEMP TABLE pairs AS
WITH mine AS (SELECT DISTINCT reporter, partner, flow, first, months FROM batch),
every AS (
    SELECT *, $all AS complete FROM mine
    UNION ALL SELECT reporter, partner, flow, first, months, true FROM asked WHERE partner <> ''
    UNION ALL SELECT reporter, one.partner, flow, asked.first, months, true FROM asked
        JOIN (SELECT DISTINCT reporter, partner, flow, months FROM known) one USING (reporter, flow, months)
        WHERE asked.partner = ''
    UNION ALL SELECT reporter, mine.partner, flow, first, months, true FROM asked
        JOIN mine USING (reporter, flow, first, months) WHERE asked.partner = '')
SELECT reporter, partner, flow, first, months, hash(reporter, partner, flow, months) AS pair,
    bool_or(complete) AS complete
FROM every GROUP BY ALL;

-- How large a line is as a rule: the middle of what is known of it; without a past, of three periods of the batch.
CREATE TEMP TABLE usual AS
WITH past AS (
    SELECT series, pair, count(*) AS periods, median(value) FILTER (value > 0) AS size,
        median(value / quantity) FILTER (value > 0 AND quantity > 0) AS price,
        arg_max(unit, first) FILTER (unit <> '') AS unit, bool_or(value IS NULL) AS was_withheld, true AS past
    FROM known GROUP BY ALL)
SELECT * FROM past UNION ALL
SELECT series, pair, count(*), median(value) FILTER (value > 0),
    median(value / quantity) FILTER (value > 0 AND quantity > 0), '', false, false
FROM batch ANTI JOIN past USING (series) GROUP BY ALL HAVING count(*) >= 3;

-- How far each line moved from its usual size and unit value, in powers of ten; `power` is the one it moved by, if any.
CREATE TEMP TABLE moved AS
WITH apart AS (
    SELECT batch.*, usual.periods, usual.size, usual.past, usual.past AND usual.was_withheld AS was_withheld,
        CASE WHEN batch.value > 0 THEN log10(batch.value / usual.size) END AS shift,
        CASE WHEN batch.value > 0 AND batch.quantity > 0 THEN log10(batch.value / batch.quantity / usual.price) END
            AS price_shift,
        batch.unit <> '' AND usual.unit <> '' AS has_units, batch.unit <> usual.unit AS other_unit
    FROM batch LEFT JOIN usual USING (series))
SELECT *, CASE WHEN abs(abs(shift) - 1) <= $near THEN sign(shift)::INTEGER
    WHEN abs(shift) BETWEEN 2 - $far AND 3 + $far THEN round(shift)::INTEGER END AS power
FROM apart;

-- The lines that are there as a rule, of pairs that are known well enough to have one.
CREATE TEMP TABLE established AS
WITH rule AS (
    SELECT pair, count(DISTINCT first) AS periods FROM known GROUP BY ALL
    HAVING count(DISTINCT first) >= $established_periods)
SELECT series, pair, coalesce(size, 0) AS size
FROM usual JOIN rule USING (pair) WHERE past AND usual.periods >= $established * rule.periods;

CREATE TEMP TABLE absent AS
SELECT reporter, partner, flow, pairs.first, pairs.months, count(*) AS established, sum(one.size) AS established_usual,
    count(*) FILTER (here.series IS NULL) AS gone,
    coalesce(sum(one.size) FILTER (here.series IS NULL), 0) AS gone_usual, bool_and(complete) AS complete
FROM pairs JOIN established one USING (pair)
    LEFT JOIN (SELECT series, first FROM batch) here ON one.series = here.series AND pairs.first = here.first
GROUP BY ALL;

-- By reporter, flow and period: what each check of a whole release needs.
CREATE TEMP TABLE groups AS
WITH here AS (
    SELECT reporter, flow, first, months, count(*) AS lines, count(shift) AS known,
        coalesce(sum(size) FILTER (shift IS NOT NULL), 0) AS usual,
        coalesce(sum(value) FILTER (shift IS NOT NULL), 0) AS now,
        coalesce(arg_max(size, greatest(value, size)) FILTER (shift IS NOT NULL), 0) AS largest_usual,
        coalesce(arg_max(value, greatest(value, size)) FILTER (shift IS NOT NULL), 0) AS largest_now,
        count(price_shift) AS unit_values, coalesce(median(price_shift), 0) AS unit_shift,
        count(*) FILTER (value = 0) AS zeros, count(*) FILTER (value IS NULL) AS withheld,
        count(*) FILTER (size > 0) AS positive_before, count(*) FILTER (value = 0 AND was_withheld) AS unwithheld,
        count(*) FILTER (has_units AND other_unit) AS units, count(*) FILTER (has_units) AS units_known,
        list(DISTINCT edition) FILTER (edition <> '') AS editions, list(DISTINCT currency) AS currencies,
        list(DISTINCT valuation) FILTER (valuation <> '') AS valuations
    FROM moved GROUP BY ALL),
before AS (
    SELECT reporter, flow, arg_max(edition, first) FILTER (edition <> '') AS edition_before,
        max(first) FILTER (edition <> '') AS edition_since, arg_max(months, first) FILTER (edition <> '') AS edition_span,
        list(DISTINCT currency) AS currencies_before,
        list(DISTINCT valuation) FILTER (valuation <> '') AS valuations_before
    FROM known GROUP BY ALL),
lost AS (
    SELECT reporter, flow, first, months, sum(established)::BIGINT AS established, sum(gone)::BIGINT AS gone,
        sum(established_usual) AS established_usual, sum(gone_usual) AS gone_usual
    FROM absent GROUP BY ALL),
whole AS (SELECT reporter, flow, first, months, bool_and(complete) AS complete FROM pairs GROUP BY ALL)
SELECT reporter, flow, first, months, complete, coalesce(lines, 0) AS lines, coalesce(known, 0) AS known,
    coalesce(usual, 0) AS usual, coalesce(now, 0) AS now, coalesce(usual - largest_usual, 0) AS rest_usual,
    coalesce(now - largest_now, 0) AS rest_now, coalesce(unit_values, 0) AS unit_values,
    coalesce(unit_shift, 0) AS unit_shift, coalesce(established, 0) AS established,
    coalesce(established_usual, 0) AS established_usual, coalesce(gone, 0) AS gone, coalesce(gone_usual, 0) AS gone_usual,
    coalesce(zeros, 0) AS zeros, coalesce(withheld, 0) AS withheld, coalesce(positive_before, 0) AS positive_before,
    coalesce(unwithheld, 0) AS unwithheld, coalesce(units, 0) AS units, coalesce(units_known, 0) AS units_known,
    coalesce(editions, []) AS editions, coalesce(edition_before, '') AS edition_before,
    coalesce(edition_since, 0) AS edition_since, coalesce(edition_span, 1) AS edition_span,
    coalesce(currencies, []) AS currencies, coalesce(currencies_before, []) AS currencies_before,
    coalesce(valuations, []) AS valuations, coalesce(valuations_before, []) AS valuations_before
FROM whole LEFT JOIN here USING (reporter, flow, first, months) LEFT JOIN before USING (reporter, flow)
    LEFT JOIN lost USING (reporter, flow, first, months)
ORDER BY ALL;

CREATE TEMP TABLE shifts AS
SELECT reporter, flow, first, months, power, count(*) AS lines, sum(size) AS usual FROM moved
WHERE power IS NOT NULL GROUP BY ALL ORDER BY ALL;

-- Pairs with too few lines for a month, the largest first.
CREATE TEMP TABLE few AS
WITH counts AS (SELECT pair, first, count(*) AS lines FROM known GROUP BY ALL),
rule AS (SELECT pair, median(lines) AS usual FROM counts GROUP BY ALL),
here AS (SELECT pair, first, count(*) AS lines FROM batch GROUP BY ALL)
SELECT reporter, partner, flow, pairs.first, months, coalesce(lines, 0) AS lines, usual
FROM pairs JOIN rule USING (pair) LEFT JOIN here USING (pair, first)
WHERE usual >= $pair_lines AND coalesce(lines, 0) < $pair_share * usual
ORDER BY usual DESC, reporter, flow, partner, pairs.first LIMIT $most;

-- Lines of weight that moved by a power of ten: their value, while nothing says that the amount of goods did, or only
-- their unit value.
CREATE TEMP TABLE odd AS
WITH weighed AS (
    SELECT *, greatest(value, size) / sum(greatest(value, coalesce(size, value)))
            OVER (PARTITION BY pair, first) AS share
    FROM moved WHERE value > 0)
SELECT reporter, partner, flow, code, first, months, if(price_shift IS NULL OR power IS NOT NULL, 'value', 'unit value') AS "of",
    pow(10, if(price_shift IS NULL OR power IS NOT NULL, shift, price_shift)) AS times
FROM weighed
WHERE periods >= $history AND share >= if(price_shift IS NULL, $share, $priced)
    AND if(price_shift IS NULL, abs(shift) > 0.5 AND abs(shift - round(shift)) <= $line,
        abs(price_shift) > 0.5 AND abs(price_shift - round(price_shift)) <= $line)
ORDER BY share DESC, reporter, flow, partner, code, first LIMIT $most;

-- Printed totals and the sums of their outermost parts, where the two are apart by more than rounding allows.
CREATE TEMP TABLE nested AS
WITH lengths AS (SELECT DISTINCT length(code) AS digits FROM batch WHERE code <> 'TOTAL'),
within AS (
    SELECT part.*, whole.code AS parent FROM batch part
        JOIN lengths ON lengths.digits < length(part.code)
        JOIN batch whole ON (whole.reporter, whole.partner, whole.flow, whole.first, whole.months, whole.code)
            = (part.reporter, part.partner, part.flow, part.first, part.months, left(part.code, digits))
    WHERE part.code <> 'TOTAL'
    UNION ALL
    SELECT part.*, whole.code FROM batch part
        JOIN (SELECT * FROM batch WHERE code = 'TOTAL') whole USING (reporter, partner, flow, first, months)
    WHERE part.code <> 'TOTAL')
SELECT * FROM within
QUALIFY row_number() OVER (PARTITION BY reporter, partner, flow, first, months, code
    ORDER BY if(parent = 'TOTAL', 0, length(parent)) DESC) = 1;

CREATE TEMP TABLE sums AS
WITH groups_of_partners AS (SELECT unnest(['W00', 'EUR', 'R4']) AS partner),
parts AS (
    SELECT reporter, partner, flow, parent AS code, first, months, 'lines' AS "of", value, half, qualifier FROM nested
    UNION ALL
    SELECT reporter, 'W00', flow, code, first, months, 'partners', value, half, qualifier FROM batch
    WHERE partner NOT IN (SELECT partner FROM groups_of_partners)
        AND (reporter, flow) IN (SELECT (reporter, flow) FROM batch WHERE partner = 'W00')),
added AS (
    SELECT reporter, partner, flow, code, first, months, "of", sum(value) AS summed, sum(half) AS slack,
        count(*) AS parts, count(*) FILTER (value IS NULL) AS withheld
    FROM parts GROUP BY ALL HAVING bool_and(qualifier = 'exact'))
SELECT reporter, partner, flow, code, first, months, "of", batch.value AS printed, summed, slack + half AS slack,
    parts, withheld, pairs.complete OR "of" = 'partners' AND EXISTS (
        SELECT 1 FROM asked WHERE (asked.reporter, asked.flow, asked.partner) = (batch.reporter, batch.flow, ''))
        AS complete
FROM added JOIN batch USING (reporter, partner, flow, code, first, months)
    JOIN pairs USING (reporter, partner, flow, first, months)
WHERE batch.value IS NOT NULL AND batch.qualifier = 'exact'
    AND abs(summed - batch.value) > slack + half + 1e-9 * batch.value
ORDER BY summed > batch.value DESC, abs(summed - batch.value) DESC, reporter, flow, partner, code, first LIMIT $most;

-- Pairs with the very figures of another period.
CREATE TEMP TABLE same AS
WITH every AS (
    SELECT pair, first, code, value, quantity, true AS is_new FROM batch
    UNION ALL SELECT pair, first, code, value, quantity, false FROM known),
printed AS (
    SELECT pair, first, is_new, count(*) AS lines, bit_xor(hash(code, value, quantity)) AS figures
    FROM every GROUP BY ALL HAVING count(*) >= $stale_lines AND sum(value) > 0),
twice AS (
    SELECT one.pair, one.first, max(other.first) AS other, one.lines, bool_and(other.is_new) AS within
    FROM printed one JOIN printed other USING (pair, lines, figures)
    WHERE one.is_new AND one.first <> other.first AND (NOT other.is_new OR other.first < one.first)
    GROUP BY ALL)
SELECT reporter, partner, flow, first, months, other, lines, within FROM twice JOIN pairs USING (pair, first)
ORDER BY lines DESC, reporter, flow, partner, first LIMIT $most;
