create table `list` (id int primary key, `class` varchar(10), `metadata` varchar(10), `a b` int, `a-b` int);
create table `order` (id int primary key, `select` int, `group` int, `x``y` int, `a.b` int, `a%b` int, `a:b` int, list_id int, constraint `fk: %` foreign key (list_id) references `list` (id));
create table `größe` (`名前` int primary key, kind enum('', 'a''b', 'a%b', 'a:b', 'a"b', 'None', 'x y', 'x_y'));
