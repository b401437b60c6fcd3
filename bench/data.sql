-- What generate.py fills in. n is the running number; words in braces are keys and sizes it has looked up.

INSERT INTO orders (number, customer_id, date, ship_to, salesperson_id, status, total, created_by_id, created_at, version)
SELECT 'DD' || lpad(n::text, 10, '0'),
    -- every second order goes round nine customers of ten, the others go to few
    {customer} + CASE n % 2 WHEN 0 THEN n::bigint / 2 * 7919 % ({customers} * 9 / 10)
        ELSE (n::bigint * n * 31 + n) % {customers} END,
    current_date - n % 1095, '上海市中山路' || n % 900 || '号', {owner} + n % {managers},
    CASE n % 50 WHEN 0 THEN 'draft' WHEN 1 THEN 'void' WHEN 2 THEN 'confirmed' WHEN 3 THEN 'shipped' ELSE 'completed' END,
    (SELECT sum((1 + (n + line) % 9) * (100 + n::bigint * line % 900))
     FROM generate_series(1, 2 + n % 3 + (n % 3 = 0)::int) line),
    {owner} + n % {managers}, now() - n % 1095 * interval '1 day', 1
FROM generate_series(0, {customers} * 3 - 1) n;

INSERT INTO orders_line (order_id, product_id, quantity, unit, price, discount, amount)
SELECT {order} + n, {product} + (n * 17 + line * 101) % {products}, 1 + (n + line) % 9, '台',
    100 + n::bigint * line % 900, 0, (1 + (n + line) % 9) * (100 + n::bigint * line % 900)
FROM generate_series(0, {customers} * 3 - 1) n, generate_series(1, 2 + n % 3 + (n % 3 = 0)::int) line;

INSERT INTO cst_customer (number, name, region_id, owner_id, level, satisfaction, credit, address, postcode, phone, fax,
    website, licence_no, legal_representative, bank, bank_account, local_tax_no, national_tax_no, status, order_total,
    last_order_date, next_date, next_step, created_at, version)
SELECT 'KH' || lpad(n::text, 10, '0'),
    {places}[1 + n % 10] || known.name || {trades}[1 + n / 3 % 10] || '有限公司',
    {region} + n % 9, {owner} + n % {managers}, 1 + n % 5, 1 + n / 5 % 5, 1 + n / 11 % 5,
    {places}[1 + n % 10] || '市中山路' || n % 900 || '号', '200000',
    '021-' || lpad((n::bigint * 7919 % 100000000)::text, 8, '0'), '', '', '91' || lpad(n::text, 16, '0'), '王芳', '', '',
    '', '', CASE n % 80 WHEN 40 THEN 'lost' ELSE 'normal' END, coalesce(bought.total, 0), bought.last,
    CASE n % 2 WHEN 0 THEN current_date + n / 2 % 60 - 20 END, CASE n % 2 WHEN 0 THEN '再次拜访' ELSE '' END,
    now() - (n % 900) * interval '1 day', 1
FROM generate_series(0, {customers} - 1) series (n)
JOIN bench_name known ON known.place = n % {words}
LEFT JOIN (SELECT customer_id, sum(total) AS total, max(date) AS last FROM orders
           WHERE status IN ('confirmed', 'shipped', 'completed') GROUP BY customer_id) bought
    ON bought.customer_id = {customer} + n
ORDER BY n;

INSERT INTO cst_linkman (customer_id, name, sex, position, phone, mobile, email, wechat, memo, is_primary, created_at,
    version)
SELECT {customer} + n % {customers},
    {surnames}[1 + n % 80] || {given}[1 + n / 3 % 40] || {given}[1 + n / 41 % 40], 'm', '采购经理', '',
    '139' || lpad((n::bigint * 104729 % 100000000)::text, 8, '0'), '', '', '', n < {customers}, now(), 1
FROM generate_series(0, {customers} * 3 / 2 - 1) n;

INSERT INTO cst_activity (customer_id, at, kind_id, title, place, detail, next_step, created_by_id, created_at, version)
SELECT {customer} + n::bigint * 7919 % {customers}, now() - (n % 800) * interval '1 day', {kind} + n % 7,
    '回访第' || n || '次', '', '设备运行正常', '', {owner} + n % {managers}, now() - (n % 800) * interval '1 day', 1
FROM generate_series(0, {customers} * 3 - 1) n;

INSERT INTO cst_lost (customer_id, last_order_date, status, reason_id, lost_at, note, created_by_id, created_at, version)
SELECT {customer} + n * 20, current_date - 200 - n % 300,
    (ARRAY['warned', 'delayed', 'lost', 'recovered'])[1 + n % 4],
    CASE n % 4 WHEN 2 THEN {loss} + n % 7 END, CASE n % 4 WHEN 2 THEN current_date - n % 365 END, '',
    {owner} + n % {managers}, now() - (n % 400) * interval '1 day', 1
FROM generate_series(0, {customers} / 20 - 1) n;

INSERT INTO sal_chance (number, source_id, customer_id, customer_name, title, probability, contact, phone, description,
    expected_amount, expected_close, status, assignee_id, assigned_by_id, assigned_at, closed_at, lost_reason_id,
    lost_note, created_by_id, created_at, moved_at, next_date, next_step, version)
SELECT 'XS' || lpad(n::text, 10, '0'), {source} + n % 8, known.id,
    coalesce(known.name, word.name || n || '公司'), '采购手持终端' || n || '台', n % 100, '王芳', '',
    '客户希望看到方案', n % 97 * 5000, current_date + n % 90,
    CASE n % 10 WHEN 0 THEN 'unassigned' WHEN 1 THEN 'won' WHEN 2 THEN 'lost' ELSE 'developing' END,
    CASE WHEN n % 10 > 0 THEN {owner} + n % {managers} END, CASE WHEN n % 10 > 0 THEN {boss} END,
    CASE WHEN n % 10 > 0 THEN now() - (n % 300) * interval '1 day' END,
    CASE WHEN n % 10 IN (1, 2) THEN now() - (n % 100) * interval '1 day' END,
    CASE WHEN n % 10 = 2 THEN {failure} + n % 7 END, '', {owner} + n % {managers},
    now() - (n % 300) * interval '1 day', now() - (n % 60) * interval '1 day',
    CASE WHEN n % 10 > 0 THEN (now() - (n % 300) * interval '1 day')::date + 15 END,
    CASE WHEN n % 10 > 0 THEN '上门演示' ELSE '' END, 1
FROM generate_series(0, {customers} * 2 - 1) series (n)
JOIN bench_name word ON word.place = n % {words}
LEFT JOIN cst_customer known ON n / 10 % 2 = 0 AND known.id = {customer} + n
ORDER BY n;

INSERT INTO sal_plan (chance_id, date, todo, duration, points, result, done_at, "order", created_by_id, created_at,
    version)
SELECT chance.id, chance.assigned_at::date + 7 * step, (ARRAY['电话沟通', '上门演示'])[step], 2, '',
    CASE step WHEN 1 THEN '客户有兴趣' ELSE '' END, CASE step WHEN 1 THEN chance.assigned_at + interval '8 days' END,
    step, chance.assignee_id, chance.assigned_at, 1
FROM sal_chance chance, generate_series(1, 2) step WHERE chance.assignee_id IS NOT NULL;

INSERT INTO cst_service (number, type_id, priority, title, customer_id, product_id, request, status, assignee_id,
    assigned_by_id, assigned_at, handled_at, closed_at, response_due, resolution_due, round, satisfaction, created_by_id,
    created_at, version)
SELECT 'FW' || lpad(n::text, 10, '0'), {service} + n % 3, target.priority, '设备无法开机' || n,
    {customer} + n::bigint * 7 % {customers}, {product} + n % {products}, '上电后没有反应',
    CASE n % 10 WHEN 0 THEN 'new' WHEN 1 THEN 'assigned' WHEN 2 THEN 'handled' ELSE 'archived' END,
    CASE WHEN n % 10 > 0 THEN {owner} + n % {managers} END, CASE WHEN n % 10 > 0 THEN {boss} END,
    CASE WHEN n % 10 > 0 THEN made + interval '2 hours' END,
    CASE WHEN n % 10 > 1 THEN made + (n % 90) * interval '1 hour' END,
    CASE WHEN n % 10 > 2 THEN made + (100 + n % 90) * interval '1 hour' END,
    made + target.response_hours * interval '1 hour', made + target.resolution_hours * interval '1 hour',
    1, CASE WHEN n % 10 > 2 THEN 3 + n % 3 END, {owner} + n % {managers}, made, 1
FROM (SELECT n, now() - (10 + n % 700) * interval '1 day' AS made FROM generate_series(0, {customers} / 2 - 1) n) days
JOIN cst_service_target target ON target.type_id IS NULL AND target.priority = 1 + n % 4;

INSERT INTO cst_service_work (request_id, round, at, solution, place, open_points, created_by_id, created_at, version)
SELECT id, 1, handled_at, '更换电源后恢复', '', CASE id % 5 WHEN 0 THEN '下周回访' ELSE '' END, assignee_id, handled_at, 1
FROM cst_service WHERE handled_at IS NOT NULL;

INSERT INTO cst_service_feedback (request_id, round, result, satisfaction, source, at, by_id)
SELECT id, 1, '客户满意', satisfaction, 'staff', closed_at, created_by_id FROM cst_service WHERE closed_at IS NOT NULL;

INSERT INTO core_entry (at, by_id, action, kind_id, object_id, title, customer_id, version, changes, note)
SELECT created_at, created_by_id, 'customers.order.create', {order_kind}, id, number, customer_id, 1, '{{}}'::jsonb, ''
FROM orders
UNION ALL
SELECT created_at, owner_id, 'customers.customer.edit', {customer_kind}, id, name, id, 1, '{{"phone": ["1", "2"]}}', ''
FROM cst_customer;

INSERT INTO core_notification (to_id, entry_id, read_at, count, way)
SELECT {boss}, id, CASE WHEN id % 1000 > 0 THEN now() END, 1, 'product' FROM core_entry WHERE id % 20 = 0;
