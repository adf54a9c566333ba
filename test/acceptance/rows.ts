type Rows = Readonly<Record<string, readonly string[]>>;

/** What each version of the blog writes into its tables, in SQL that all databases understand. */
export const blogRows: Rows = {
  v1: [
    `INSERT INTO "users" ("email", "name", "bio") VALUES ('ada@example.org', 'Ada', 'It''s a "life"'), ('emmy@example.org', 'Emmy', NULL)`,
    `INSERT INTO "posts" ("title", "slug", "body", "status", "views", "authorId") VALUES ('On engines', 'on-engines', 'Weaving.', 'published', 12, 1), ('On rings', 'on-rings', 'Ideals.', 'draft', 0, 2)`,
  ],
  v2: [
    `INSERT INTO "tags" ("name") VALUES ('algebra'), ('history')`,
    `INSERT INTO "post_tags" ("postsId", "tagsId") VALUES (1, 2), (2, 1), (2, 2)`,
    `INSERT INTO "comments" ("body", "postId", "authorId") VALUES ('First', 1, 2), ('Second', 1, NULL)`,
    `UPDATE "comments" SET "parentId" = 1 WHERE "id" = 2`,
    `INSERT INTO "comments_closure" ("id_ancestor", "id_descendant") VALUES (1, 1), (2, 2), (1, 2)`,
  ],
  v3: [
    `UPDATE "posts" SET "metadata" = '{"words":2}' WHERE "id" = 1`,
    `UPDATE "users" SET "displayName" = 'Countess' WHERE "id" = 1`,
  ],
  v4: [
    `INSERT INTO "attachments" ("id", "url", "postId", "type", "width", "height") VALUES ('6f1c1f3e-0a1f-4f6e-9d0a-0b8a4c8f2a11', '/engine.png', 1, 'image', 640, 480)`,
  ],
};

/** The same for the shop. */
export const shopRows: Rows = {
  v1: [
    `INSERT INTO "customers" ("id", "email", "fullName") VALUES ('0d7b4b52-5f0c-4a43-8d7e-5d3c0a3f1b01', 'grace@example.org', 'Grace'), ('0d7b4b52-5f0c-4a43-8d7e-5d3c0a3f1b02', 'alan@example.org', 'Alan')`,
    `INSERT INTO "products" ("sku", "name", "price", "stock", "version") VALUES ('A-1', 'Compiler', 99.5, 3, 1), ('B-2', 'Tape', 0.25, 10000, 1)`,
    `INSERT INTO "orders" ("status", "customerId") VALUES ('paid', '0d7b4b52-5f0c-4a43-8d7e-5d3c0a3f1b01'), ('open', '0d7b4b52-5f0c-4a43-8d7e-5d3c0a3f1b02')`,
    `INSERT INTO "order_lines" ("orderId", "productId", "quantity", "unitPrice") VALUES (1, 1, 1, 99.5), (1, 2, 400, 0.25), (2, 2, 8, 0.2)`,
  ],
  v2: [
    `UPDATE "customers" SET "billingCity" = 'Arlington', "shippingPostcode" = '22201' WHERE "email" = 'grace@example.org'`,
    `INSERT INTO "categories" ("name", "mpath") VALUES ('Software', '1.'), ('Media', '2.')`,
    `INSERT INTO "products_categories_categories" ("productsId", "categoriesId") VALUES (1, 1), (2, 2)`,
    `UPDATE "orders" SET "note" = 'ring twice' WHERE "id" = 1`,
  ],
  v3: [
    `INSERT INTO "payments" ("amount", "orderId", "method", "lastDigits") VALUES (199.5, 1, 'card', '4242')`,
    `INSERT INTO "payments" ("amount", "orderId", "method", "iban") VALUES (1.6, 2, 'transfer', 'DE02120300000000202051')`,
  ],
  v4: [
    `INSERT INTO "vouchers" ("code", "percent") VALUES ('SPRING', 12.5)`,
    `INSERT INTO "order_vouchers" ("ordersId", "vouchersCode") VALUES (1, 'SPRING')`,
    `INSERT INTO "profiles" ("customerId") VALUES ('0d7b4b52-5f0c-4a43-8d7e-5d3c0a3f1b01')`,
  ],
};
