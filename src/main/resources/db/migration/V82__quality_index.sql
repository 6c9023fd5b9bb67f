-- The figures are counted by check first: in this order no row has to be sorted.
create index quality_flag_figures on quality_flag (check_id, strength, verdict, fate, first_of, month,
  site, modality, author, username, decided_after);
