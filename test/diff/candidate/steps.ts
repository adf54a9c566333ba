/**
 * Changes that applications really made to the columns of one table: what went, what came, and which of it was the same
 * thing. `name type`, and the table that a foreign key leads to. The labels are ours: a rename is what its authors renamed or
 * copied; where a generator renamed what means something else, or the values were thrown away, it is none.
 */
export type Step = {
  readonly table: string;
  readonly gone: readonly string[];
  readonly come: readonly string[];
  /** `old:new`. */
  readonly renames: readonly string[];
};

export const steps: readonly Step[] = [
  // One column under another name.
  ...renamed("objects.gateway:gatewayType varchar"),
  ...renamed("subcategory_item_child.optional_tags:tags_optional text"),
  ...renamed("playlist-to-content-groups.contentId:contentGroupId uuid"),
  ...renamed("comments.updateAt:updatedAt timestamp"),
  ...renamed("users.user_id:id uuid"),
  ...renamed("users.passaword:password varchar"),
  ...renamed("notifications.environment:environments varchar"),
  ...renamed("post.title:name varchar"),
  ...renamed("user.name:fullName varchar"),
  ...renamed("user.name:username varchar"),
  ...renamed("user.name:namename varchar"),
  ...renamed("messages.reply_to:parent_id uuid > messages"),
  ...renamed("history.timestamp:searched_at timestamp"),
  ...renamed("listing_images.listingId:listing_id uuid > listings"),
  ...renamed("users.nickname:username varchar"),
  ...renamed("orders.user_id:owner_id uuid > users"),
  ...renamed("lab_test_panel_request.labTestPanelId:labPanelId uuid > lab_panel"),
  ...renamed("Users.identifier:loginId varchar"),
  ...renamed("users.password_digest:passwordDigest varchar"),
  ...renamed("posts.author_id:authorID integer > users"),
  ...renamed("events.serialId:id integer"),
  ...renamed("customer.phoneNumber:tel varchar"),
  ...renamed("otp.Isused:isUsed boolean"),
  ...renamed("appointments.duration:duration_minutes integer"),
  ...renamed("permission.method_http:http_method varchar"),
  ...renamed("user_entity.phone:number varchar"),
  ...renamed("action_logs.timestamp:createdAt timestamp"),
  ...renamed("orders.userId:user_id integer > users"),
  ...renamed("orders.createdAt:date timestamp"),
  ...renamed("orders.courierId:couriersId integer > couriers"),
  ...renamed("orders.paymentIntentId:transactionId varchar"),
  ...renamed("orders.foodsId:foodId integer > foods"),
  ...renamed("users.verify_top:verify_otp varchar"),
  ...renamed("users.adress:address varchar"),
  ...renamed("users.uuid:slug varchar"),
  ...renamed("users.detailsId:detail_id integer > users_details"),
  ...renamed("users.prenomnnnnn:prenom varchar"),
  ...renamed("course.teacherId:teaching_staff_id integer > users"),
  ...renamed("users.roleId:role_id integer > roles"),
  ...renamed("users.emai:email varchar"),
  ...renamed("users.autoSalonId:autoSalonIdId integer > autosalons"),
  ...renamed("product.update_a:update_at timestamp"),
  ...renamed("product.avatarId:avatar_id integer"),
  ...renamed("product.categoryIdId:categoryId integer > category"),
  ...renamed("product.sellerId:sellerIdId uuid > seller"),
  ...renamed("product.suplierId:supplierId uuid > supplier"),
  ...renamed("product.id_cart:cartId integer > shoppingCart"),
  ...renamed("event.professional_user:professionalId uuid > professional"),
  ...renamed("event.clientId:systemPulseId uuid > system_pulse"),
  ...renamed("event.userId:createdById integer > user"),
  ...renamed("event.feature_image:featured_image varchar"),
  ...renamed("event.tittle:title varchar"),
  ...renamed("event.name:title varchar"),
  ...renamed("posts.creted_at:created_at timestamp"),
  ...renamed("posts.Subname:subname varchar > subs"),
  ...renamed("posts.createAt:createdAt timestamp"),
  ...renamed("posts.postId:id integer"),
  ...renamed("posts.user_id:authorId uuid > user"),
  ...renamed("posts.bio:description text"),
  ...renamed("message.createdAt:publishDate timestamp"),
  ...renamed("message.message:content text"),
  ...renamed("message.id:messageId uuid"),
  ...renamed("message.location_address:dating_details varchar"),
  ...renamed("message.receiver:reciever varchar"),
  ...renamed("project.eventId:eventsId integer > event"),
  ...renamed("project.authorUserId:author_id integer > user"),
  ...renamed("project.tech_stacks:techStacks text"),
  ...renamed("project.main:mainFile varchar"),
  ...renamed("project.simplified_districts:thumbnail jsonb"),
  ...renamed("project.userId:user_id integer > user"),
  ...renamed("code.plan_id:planId integer > plan"),

  // Several at once, and beside columns that are new.
  step("ride_requests", {
    gone: ["pickup_location varchar", "dropoff_location varchar", "seats_requested integer"],
    come: [
      "pickup_area varchar",
      "destination_area varchar",
      "requested_seats integer",
      "estimated_distance_km double precision",
    ],
    renames: [
      "pickup_location:pickup_area",
      "dropoff_location:destination_area",
      "seats_requested:requested_seats",
    ],
  }),
  step("cj", {
    gone: ["exclusao_txt text", "sintese_text text"],
    come: ["exclusao_text text", "sintese_txt text"],
    renames: ["exclusao_txt:exclusao_text", "sintese_text:sintese_txt"],
  }),
  step("User", {
    gone: ["username varchar"],
    come: ["name varchar", "last_name varchar", "email varchar", "password varchar"],
    renames: ["username:name"],
  }),
  step("chat_secret_settings", {
    gone: ["userId1 uuid > users", "userId2 uuid > users"],
    come: ["user1Id uuid > users", "user2Id uuid > users"],
    renames: ["userId1:user1Id", "userId2:user2Id"],
  }),
  step("inbox_messages", {
    gone: ["Payload jsonb", "LastError text"],
    come: [
      "RawPayload jsonb",
      "LastErrorMessage text",
      "IntegrationId uuid",
      "EventType varchar",
      "ExternalEventId varchar",
      "PayloadHash varchar",
      "QueuedAt timestamptz",
    ],
    renames: ["Payload:RawPayload", "LastError:LastErrorMessage"],
  }),
  step("task_events", {
    gone: ["vetoed_at timestamp", "vetoed_source varchar"],
    come: ["voided_at timestamp", "voided_source varchar"],
    renames: ["vetoed_at:voided_at", "vetoed_source:voided_source"],
  }),
  step("tasks", {
    gone: ["is_free_shiping boolean", "yfPrice numeric", "wkPrice numeric"],
    come: ["isFreeShipping boolean", "presaleDeposit numeric", "finalPayment numeric"],
    renames: ["is_free_shiping:isFreeShipping", "yfPrice:presaleDeposit", "wkPrice:finalPayment"],
  }),
  step("discord_token", {
    gone: ["token text"],
    come: ["access_token text", "refresh_token text", "expires_at timestamp"],
    renames: ["token:access_token"],
  }),
  step("messages", {
    gone: ["content text"],
    come: ["message text", "sender_role varchar"],
    renames: ["content:message"],
  }),
  step("message", {
    gone: ["body text"],
    come: ["message text", "readAt timestamptz", "messageType message_messagetype_enum"],
    renames: ["body:message"],
  }),
  step("orders", {
    gone: ["amount integer"],
    come: [
      "total_amount integer",
      "payment_method orders_payment_method_enum",
      "attempt_count integer",
    ],
    renames: ["amount:total_amount"],
  }),
  step("comments", {
    gone: ["user_id integer > users", "post_id integer > posts"],
    come: ["userID integer > users", "postID integer > posts"],
    renames: ["user_id:userID", "post_id:postID"],
  }),
  step("users", {
    gone: [
      "passwordHash varchar",
      "displayName varchar",
      "archidektId integer",
      "archidektUsername varchar",
    ],
    come: [
      "password_hash varchar",
      "display_name varchar",
      "archidekt_id integer",
      "archidekt_username varchar",
    ],
    renames: [
      "passwordHash:password_hash",
      "displayName:display_name",
      "archidektId:archidekt_id",
      "archidektUsername:archidekt_username",
    ],
  }),
  step("issue", {
    gone: ["createdByUserId integer > user", "userId integer > user"],
    come: ["createdById integer > user"],
    renames: ["createdByUserId:createdById"],
  }),
  step("user_settings", {
    gone: ["region varchar"],
    come: ["discoverRegion varchar", "streamingRegion varchar"],
    renames: ["region:discoverRegion"],
  }),
  step("media_request", {
    gone: ["mediaId integer", "mediaType varchar", "tvdbId integer", "seasons varchar"],
    come: ["type varchar"],
    renames: ["mediaType:type"],
  }),

  // One thing gone, another come.
  ...replaced("shipping_method", "description varchar", "fulfillmentHandlerCode varchar"),
  ...replaced("config", "id varchar", "key varchar"),
  ...replaced("unnamed", "deleted_at varchar", "description varchar"),
  ...replaced("applications", "slug varchar", "interactions_endpoint_url varchar"),
  ...replaced("product", "weight varchar", "language varchar", "year integer"),
  ...replaced("product", "link varchar", "secret text"),
  ...replaced("product", "quantity integer", "unitPrice double precision"),
  ...replaced("orders", "closedAt timestamp", "interactions integer"),
  ...replaced("orders", "customerId uuid > customers", "source varchar"),
  ...replaced("users", "companyId integer > companies", "teamId integer > teams"),
  ...replaced("message", "roomId integer > room", "receiverId integer > user"),
  ...replaced("message", "unread boolean", "status varchar"),
  ...replaced("event", "location varchar", "locationId uuid > eventLocation"),
  ...replaced("event", "category event_category_enum", "categoryId uuid > category"),
  ...replaced("event", "location varchar", "address text"),
  ...replaced("task", "discipline varchar", "disciplineId integer > discipline"),
  ...replaced("posts", "author varchar", "userId integer > users"),
  ...replaced("posts", "secretkey varchar", "secretkey_id integer > secretkey"),
  ...replaced("project", "type varchar", "projectTypeId integer > project_type"),
  ...replaced("post", "thumbnail varchar", "thumbnail_id uuid > file"),
  ...replaced(
    "money_amount",
    "sale_amount integer",
    "min_quantity integer",
    "max_quantity integer",
    "price_list_id varchar > price_list",
  ),
  ...replaced(
    "user_settings",
    "enableNotifications boolean",
    "locale varchar",
    "notificationTypes text",
  ),
];

function step(table: string, change: Omit<Step, "table">): Step {
  return { table, ...change };
}

/** `table.old:new type`. */
function renamed(text: string): readonly Step[] {
  const [, table = "", from = "", to = "", type = ""] =
    /^(.*?)\.(.*?):(\S+) (.*)$/.exec(text) ?? [];
  return [
    step(table, { gone: [`${from} ${type}`], come: [`${to} ${type}`], renames: [`${from}:${to}`] }),
  ];
}

function replaced(table: string, old: string, ...come: readonly string[]): readonly Step[] {
  return [step(table, { gone: [old], come, renames: [] })];
}
