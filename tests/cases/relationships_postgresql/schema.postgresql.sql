create schema sales;
create schema stock;
create table sales.items (id int primary key, sku text not null unique);
create table stock.items (id int primary key, sku text not null references sales.items (sku) on update cascade, twin_id int unique references stock.items (id));
create table sales.orders (id int primary key, item_id int not null references sales.items (id), stock_item_id int references stock.items (id) deferrable initially deferred);
create table public.items (id int primary key references sales.items (id));
create table sales.item_links (from_id int references sales.items (id), to_id int references sales.items (id), primary key (from_id, to_id));
create table parts (kind int, number int, primary key (kind, number));
create table uses (id int primary key, kind int, number int, other_number int,
  foreign key (kind, number) references parts match full,
  foreign key (kind, other_number) references parts (kind, number) on delete set null (other_number));
