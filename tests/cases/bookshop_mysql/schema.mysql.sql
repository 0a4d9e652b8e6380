create table authors (
  id int unsigned not null auto_increment primary key,
  name varchar(100) not null,
  email varchar(200) unique,
  born date,
  created_at timestamp not null default current_timestamp on update current_timestamp
) engine=InnoDB default charset=utf8mb4 comment='People who write';
create table books (
  id bigint unsigned not null auto_increment primary key,
  author_id int unsigned not null,
  editor_id int unsigned,
  title varchar(255) character set utf8mb4 collate utf8mb4_bin not null comment 'As on the cover',
  price decimal(10,2) unsigned not null default 0.00,
  weight double(8,2),
  state enum('draft','in print','sold out') not null default 'draft',
  flags set('new','sale'),
  blurb mediumtext,
  isbn char(13),
  live tinyint(1) not null default 1,
  vat decimal(10,2) generated always as (price * 0.2) stored,
  unique key uq_author_title (author_id, title(50)),
  key ix_isbn (isbn(5)),
  fulltext key ft_blurb (blurb),
  constraint fk_author foreign key (author_id) references authors (id) on delete cascade,
  constraint fk_editor foreign key (editor_id) references authors (id) on delete set null,
  check (price >= 0)
) engine=InnoDB row_format=compressed;
create table tags (id int not null primary key, name varchar(50) not null unique) engine=InnoDB;
create table book_tags (
  book_id bigint unsigned not null,
  tag_id int not null,
  primary key (book_id, tag_id),
  foreign key (book_id) references books (id) on delete cascade,
  foreign key (tag_id) references tags (id)
) engine=InnoDB;
create view titles as select id, title from books;
