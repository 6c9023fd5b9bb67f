-- PostgreSQL alone, after from-96.sql: indexes that only earlier versions read.
drop index worklist_order;
drop index quality_flag_month;
