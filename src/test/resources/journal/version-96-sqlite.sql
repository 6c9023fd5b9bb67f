-- A journal in SQLite as the 66 migrations before the baseline made it, with a row in each table; without patients. Its rows
-- have the forms that older commits wrote. Made once, by those migrations themselves (BaselineTest).
CREATE TABLE IF NOT EXISTS "flyway_schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
INSERT INTO flyway_schema_history VALUES(1,'1','journal','SQL','V1__journal.sql',-1527938649,'','2026-12-02 16:58:03.787',18,1);
INSERT INTO flyway_schema_history VALUES(2,'2','operator','SQL','V2__operator.sql',-697796182,'','2026-12-02 16:58:03.795',0,1);
INSERT INTO flyway_schema_history VALUES(3,'3','retention','SQL','V3__retention.sql',319680655,'','2026-12-02 16:58:03.805',1,1);
INSERT INTO flyway_schema_history VALUES(4,'4','outcomes','SQL','V4__outcomes.sql',126953064,'','2026-12-02 16:58:03.806',0,1);
INSERT INTO flyway_schema_history VALUES(5,'5','search','SQL','V5__search.sql',1296771100,'','2026-12-02 16:58:03.807',0,1);
INSERT INTO flyway_schema_history VALUES(6,'6','clock','SQL','V6__clock.sql',2097338557,'','2026-12-02 16:58:03.808',0,1);
INSERT INTO flyway_schema_history VALUES(7,'7','delivery rebuilds','SQL','V7__delivery_rebuilds.sql',499521752,'','2026-12-02 16:58:03.813',0,1);
INSERT INTO flyway_schema_history VALUES(8,'11','delivery links','SQL','V11__delivery_links.sql',1517370776,'','2026-12-02 16:58:03.814',0,1);
INSERT INTO flyway_schema_history VALUES(9,'12','kafka start','SQL','V12__kafka_start.sql',-1832082574,'','2026-12-02 16:58:03.815',0,1);
INSERT INTO flyway_schema_history VALUES(10,'14','late images','SQL','V14__late_images.sql',1825002545,'','2026-12-02 16:58:03.816',0,1);
INSERT INTO flyway_schema_history VALUES(11,'15','claims','SQL','V15__claims.sql',-1932428823,'','2026-12-02 16:58:03.822',0,1);
INSERT INTO flyway_schema_history VALUES(12,'16','worklist','SQL','V16__worklist.sql',-821491058,'','2026-12-02 16:58:04.477',7,1);
INSERT INTO flyway_schema_history VALUES(13,'18','nodes','SQL','V18__nodes.sql',-1623979162,'','2026-12-02 16:58:04.479',1,1);
INSERT INTO flyway_schema_history VALUES(14,'20','compact','SQL','V20__compact.sql',-1908032645,'','2026-12-02 16:58:04.493',12,1);
INSERT INTO flyway_schema_history VALUES(15,'21','kafka readers','SQL','V21__kafka_readers.sql',-104202343,'','2026-12-02 16:58:04.498',3,1);
INSERT INTO flyway_schema_history VALUES(16,'25','row count','SQL','V25__row_count.sql',-1435572344,'','2026-12-02 16:58:04.499',0,1);
INSERT INTO flyway_schema_history VALUES(17,'27','further version','SQL','V27__further_version.sql',1710571252,'','2026-12-02 16:58:04.504',0,1);
INSERT INTO flyway_schema_history VALUES(18,'28','received count','SQL','V28__received_count.sql',1520870543,'','2026-12-02 16:58:04.509',1,1);
INSERT INTO flyway_schema_history VALUES(19,'30','report alias','SQL','V30__report_alias.sql',1073518223,'','2026-12-02 16:58:04.510',0,1);
INSERT INTO flyway_schema_history VALUES(20,'31','message terms','SQL','V31__message_terms.sql',1558828275,'','2026-12-02 16:58:04.511',0,1);
INSERT INTO flyway_schema_history VALUES(21,'33','message search','SQL','V33__message_search.sql',304401984,'','2026-12-02 16:58:04.517',5,1);
INSERT INTO flyway_schema_history VALUES(22,'35','patients','SQL','V35__patients.sql',1850214658,'','2026-12-02 16:58:04.519',0,1);
INSERT INTO flyway_schema_history VALUES(23,'38','patient event','SQL','V38__patient_event.sql',152778782,'','2026-12-02 16:58:04.520',0,1);
INSERT INTO flyway_schema_history VALUES(24,'39','read as','SQL','V39__read_as.sql',327369986,'','2026-12-02 16:58:04.530',8,1);
INSERT INTO flyway_schema_history VALUES(25,'40','other patient','SQL','V40__other_patient.sql',-1518298692,'','2026-12-02 16:58:04.537',6,1);
INSERT INTO flyway_schema_history VALUES(26,'41','runs alone','SQL','V41__runs_alone.sql',-387377021,'','2026-12-02 16:58:04.539',1,1);
INSERT INTO flyway_schema_history VALUES(27,'42','outcomes','SQL','V42__outcomes.sql',-247129036,'','2026-12-02 16:58:04.552',12,1);
INSERT INTO flyway_schema_history VALUES(28,'43','notification','SQL','V43__notification.sql',-750924095,'','2026-12-02 16:58:04.597',33,1);
INSERT INTO flyway_schema_history VALUES(29,'44','worklist order','SQL','V44__worklist_order.sql',-1511022583,'','2026-12-02 16:58:04.598',0,1);
INSERT INTO flyway_schema_history VALUES(30,'47','desk','SQL','V47__desk.sql',-1091773119,'','2026-12-02 16:58:04.599',0,1);
INSERT INTO flyway_schema_history VALUES(31,'48','learning note','SQL','V48__learning_note.sql',1885794297,'','2026-12-02 16:58:04.600',0,1);
INSERT INTO flyway_schema_history VALUES(32,'49','report became final','SQL','V49__report_became_final.sql',1941063633,'','2026-12-02 16:58:04.618',17,1);
INSERT INTO flyway_schema_history VALUES(33,'50','draft flag','SQL','V50__draft_flag.sql',-784280121,'','2026-12-02 16:58:04.625',5,1);
INSERT INTO flyway_schema_history VALUES(34,'51','text first','SQL','V51__text_first.sql',343014145,'','2026-12-02 16:58:05.019',4,1);
INSERT INTO flyway_schema_history VALUES(35,'52','work index','SQL','V52__work_index.sql',-239762268,'','2026-12-02 16:58:05.029',6,1);
INSERT INTO flyway_schema_history VALUES(36,'54','earlier reports','SQL','V54__earlier_reports.sql',-273067506,'','2026-12-02 16:58:05.030',0,1);
INSERT INTO flyway_schema_history VALUES(37,'56','erasure','SQL','V56__erasure.sql',1678114649,'','2026-12-02 16:58:05.031',0,1);
INSERT INTO flyway_schema_history VALUES(38,'57','unlink','SQL','V57__unlink.sql',372500083,'','2026-12-02 16:58:05.042',10,1);
INSERT INTO flyway_schema_history VALUES(39,'58','evidence','SQL','V58__evidence.sql',-538090051,'','2026-12-02 16:58:05.044',1,1);
INSERT INTO flyway_schema_history VALUES(40,'59','archive','SQL','V59__archive.sql',-1032721976,'','2026-12-02 16:58:05.049',4,1);
INSERT INTO flyway_schema_history VALUES(41,'61','priors','SQL','V61__priors.sql',-1807686785,'','2026-12-02 16:58:05.050',0,1);
INSERT INTO flyway_schema_history VALUES(42,'62','resource history','SQL','V62__resource_history.sql',244155806,'','2026-12-02 16:58:05.052',0,1);
INSERT INTO flyway_schema_history VALUES(43,'63','quality','SQL','V63__quality.sql',1151852885,'','2026-12-02 16:58:05.057',0,1);
INSERT INTO flyway_schema_history VALUES(44,'64','readings','SQL','V64__readings.sql',1363489229,'','2026-12-02 16:58:05.061',1,1);
INSERT INTO flyway_schema_history VALUES(45,'66','shadow','SQL','V66__shadow.sql',-1690256523,'','2026-12-02 16:58:05.063',1,1);
INSERT INTO flyway_schema_history VALUES(46,'69','strength change','SQL','V69__strength_change.sql',-1359212511,'','2026-12-02 16:58:05.063',0,1);
INSERT INTO flyway_schema_history VALUES(47,'70','rehearsal','SQL','V70__rehearsal.sql',1999718896,'','2026-12-02 16:58:05.064',0,1);
INSERT INTO flyway_schema_history VALUES(48,'71','engine start','SQL','V71__engine_start.sql',1900930002,'','2026-12-02 16:58:05.073',8,1);
INSERT INTO flyway_schema_history VALUES(49,'72','sentinel','SQL','V72__sentinel.sql',813284858,'','2026-12-02 16:58:05.074',0,1);
INSERT INTO flyway_schema_history VALUES(50,'75','history of a type','SQL','V75__history_of_a_type.sql',1915593867,'','2026-12-02 16:58:05.075',0,1);
INSERT INTO flyway_schema_history VALUES(51,'76','acceptance','SQL','V76__acceptance.sql',1081698224,'','2026-12-02 16:58:05.075',0,1);
INSERT INTO flyway_schema_history VALUES(52,'78','stop breach','SQL','V78__stop_breach.sql',-124392120,'','2026-12-02 16:58:05.080',0,1);
INSERT INTO flyway_schema_history VALUES(53,'82','quality index','SQL','V82__quality_index.sql',622380774,'','2026-12-02 16:58:05.082',0,1);
INSERT INTO flyway_schema_history VALUES(54,'83','quality index before','SQL','V83__quality_index_before.sql',1288124862,'','2026-12-02 16:58:05.082',0,1);
INSERT INTO flyway_schema_history VALUES(55,'86','refused delivery','SQL','V86__refused_delivery.sql',-1895925784,'','2026-12-02 16:58:05.092',8,1);
INSERT INTO flyway_schema_history VALUES(56,'89','newest of a patient','SQL','V89__newest_of_a_patient.sql',247770494,'','2026-12-02 16:58:05.096',1,1);
INSERT INTO flyway_schema_history VALUES(57,'90','patient key version','SQL','V90__patient_key_version.sql',2000920062,'','2026-12-02 16:58:05.098',1,1);
INSERT INTO flyway_schema_history VALUES(58,'92','duty told','SQL','V92__duty_told.sql',-1520672030,'','2026-12-02 16:58:05.103',2,1);
INSERT INTO flyway_schema_history VALUES(59,'94','agreed again','SQL','V94__agreed_again.sql',1349036889,'','2026-12-02 16:58:05.106',1,1);
INSERT INTO flyway_schema_history VALUES(60,'95','flag age','SQL','V95__flag_age.sql',-946160774,'','2026-12-02 16:58:05.113',5,1);
INSERT INTO flyway_schema_history VALUES(61,'96','decided together','SQL','V96__decided_together.sql',1686933627,'','2026-12-02 16:58:05.118',2,1);
CREATE TABLE message (
  channel varchar(20) not null,
  site varchar(200) not null,
  message_key varchar(600) not null,
  body_sha256 varchar(64) not null,
  raw blob not null,
  received_at bigint not null,
  outcome varchar(20) not null,
  reason varchar(500) not null,
  reply blob not null,
  repeats bigint not null, version varchar(36), pruned_at bigint, place varchar(200) not null default '', read_as varchar(20),
  primary key (channel, site, message_key, body_sha256)
);
INSERT INTO message VALUES('hl7','HOSP','HOSP|RIS|k1','ca0df2c95aa144c1d0ff2ff3c8f967fdc1de9ef0c4120b3726416701b519d619',X'4d53487c6d31',1,'parsed','',X'4141',0,'v1',NULL,'',NULL);
INSERT INTO message VALUES('hl7','HOSP','HOSP|RIS|k2','29c1b289e7522195b362e44f54e05470b69ad20540ab60a18a05e5bf6951f13d',X'4d53487c6d32',2,'parsed','',X'4141',0,'v2',NULL,'',NULL);
INSERT INTO message VALUES('hl7','HOSP','HOSP|RIS|k3','153812ae5fea0b73a011bf28bd7cea93644437c3fe3260b7b2d7e1e2f9f46bde',X'4d53487c6d33',3,'parsed','',X'4141',0,'v3',NULL,'',NULL);
INSERT INTO message VALUES('hl7','HOSP','HOSP|RIS|k4','2396a1256ac4b1c6849c931ddb8018bdd984bb2383be21bb819a33b95d8d603f',X'4d53487c6d34',4,'parsed','',X'4141',0,'v4',NULL,'',NULL);
INSERT INTO message VALUES('hl7','HOSP','HOSP|RIS|k5','b5f2031eb62e37c6d38287b38f83afeaed2665f0424eb3c29c1a38a596a13d57',X'4d53487c6d35',5,'parsed','',X'4141',0,'v5',NULL,'',NULL);
INSERT INTO message VALUES('hl7','HOSP','HOSP|RIS|k6','e341fcc488934e2578956254b5b7de15bdcc07eca1ae5d9877aeaaae523e6e19',X'4d53487c6d36',6,'parsed','',X'4141',0,'v6',NULL,'',NULL);
INSERT INTO message VALUES('hl7','HOSP','HOSP|RIS|k7','018c267d72f6381a2ec828ada8fb4995323745e5dce6222890ebac36f5323e68',X'4d53487c6d37',7,'parsed','',X'4141',0,'v7',NULL,'',NULL);
INSERT INTO message VALUES('hl7','HOSP','HOSP|RIS|B1','1d076705b8fca5b1c7560cc467a30ee8b9e67171e889f568cf842241b9f8d78b',X'4d53487c4231',1795521601000,'parsed','',X'4141',0,'5c8119a5-3b8f-58a7-9ce8-bf2ea6839001',NULL,'','report');
INSERT INTO message VALUES('hl7','HOSP','HOSP|RIS|B2','e4718f19a2795e5d064b013131b7b12ef1adfe06574b14c5f68f8dfa594bbeff',X'4d53487c4232',1795521603000,'parsed','',X'4141',0,'ba1015eb-38cb-51aa-8ba0-f582baad0924',NULL,'','report');
CREATE TABLE report_version (
  id varchar(36) primary key,
  site varchar(200) not null,
  report_id varchar(200) not null,
  seq integer not null,
  fingerprint varchar(64) not null,
  status varchar(20) not null,
  issued bigint,
  report text not null,
  state varchar(20) not null,
  reason varchar(500) not null,
  superseded integer not null,
  -- 1: audited while images that it names were not here
  images_missing integer not null,
  -- 1: a study that it names has come or changed since it was last looked at
  images_changed integer not null,
  received_at bigint not null, images_expected integer not null default 0, untouched integer not null default 1, work_class integer not null default 3, history_changed integer not null default 0, sent_patient text, unlinked integer not null default 0,
  unique (site, report_id, seq)
);
INSERT INTO report_version VALUES('v1','HOSP','A1',1,'','FINAL',NULL,'{"site":"HOSP","reportId":"A1","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA1","fillerOrderNumber":"FA1","accessionNumbers":["A1"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}','audited','',0,0,0,1,0,1,3,0,NULL,0);
INSERT INTO report_version VALUES('v2','HOSP','A2',1,'','FINAL',NULL,'{"site":"HOSP","reportId":"A2","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA2","fillerOrderNumber":"FA2","accessionNumbers":["A2"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}','audited','',0,0,0,2,0,1,3,0,NULL,0);
INSERT INTO report_version VALUES('v3','HOSP','A3',1,'','FINAL',NULL,'{"site":"HOSP","reportId":"A3","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA3","fillerOrderNumber":"FA3","accessionNumbers":["A3"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}','audited','',0,0,0,3,0,1,3,0,NULL,0);
INSERT INTO report_version VALUES('v4','HOSP','A4',1,'','FINAL',NULL,'{"site":"HOSP","reportId":"A4","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA4","fillerOrderNumber":"FA4","accessionNumbers":["A4"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}','audited','',0,0,0,4,0,1,3,0,NULL,0);
INSERT INTO report_version VALUES('v5','HOSP','A5',1,'','FINAL',NULL,'{"site":"HOSP","reportId":"A5","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA5","fillerOrderNumber":"FA5","accessionNumbers":["A5"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}','audited','',0,0,0,5,0,1,3,0,NULL,0);
INSERT INTO report_version VALUES('v6','HOSP','A6',1,'','FINAL',NULL,'{"site":"HOSP","reportId":"A6","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA6","fillerOrderNumber":"FA6","accessionNumbers":["A6"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}','audited','',0,0,0,6,0,1,3,0,NULL,0);
INSERT INTO report_version VALUES('v7','HOSP','A7',1,'','FINAL',NULL,'{"site":"HOSP","reportId":"A7","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA7","fillerOrderNumber":"FA7","accessionNumbers":["A7"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}','audited','',0,0,0,7,0,1,3,0,NULL,0);
INSERT INTO report_version VALUES('v8','HOSP','A8',1,'','FINAL',NULL,'{}','audited','',0,0,0,8,0,1,3,0,NULL,0);
INSERT INTO report_version VALUES('5c8119a5-3b8f-58a7-9ce8-bf2ea6839001','HOSP','B1',1,'77c12d2472a5870e4cd201e1b031f43022122a3cc7f3f9e88d4c1b82bf39dbc6','FINAL',1795514400000,'{"site":"HOSP","reportId":"B1","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN-B1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PB1","fillerOrderNumber":"FB1","accessionNumbers":["B1"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Left lung clear.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}','checked_only','',0,0,0,1795521601000,0,0,3,0,'{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN-B1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""}',0);
INSERT INTO report_version VALUES('ba1015eb-38cb-51aa-8ba0-f582baad0924','HOSP','B2',1,'77c12d2472a5870e4cd201e1b031f43022122a3cc7f3f9e88d4c1b82bf39dbc6','FINAL',1795514400000,'{"site":"HOSP","reportId":"B2","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN-B2","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PB2","fillerOrderNumber":"FB2","accessionNumbers":["B2"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Left lung clear.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}','checked_only','',0,0,0,1795521603000,0,0,3,0,'{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN-B2","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""}',0);
INSERT INTO report_version VALUES('00000000-0000-0003-0000-000000000001','RTL-SENTINEL','S1',1,'','FINAL',NULL,'{}','awaiting_images','',0,0,0,1,0,1,3,0,NULL,0);
CREATE TABLE report_key (
  version varchar(36) not null,
  kind varchar(10) not null,
  value varchar(200) not null,
  primary key (version, kind, value)
);
INSERT INTO report_key VALUES('5c8119a5-3b8f-58a7-9ce8-bf2ea6839001','accession','B1');
INSERT INTO report_key VALUES('ba1015eb-38cb-51aa-8ba0-f582baad0924','accession','B2');
CREATE TABLE study (
  study_instance_uid varchar(200) primary key,
  accession_number varchar(200) not null,
  study text not null,
  updated_at bigint not null
, received_at bigint);
INSERT INTO study VALUES('1.2.1','B1','{"studyInstanceUid":"1.2.1","accessionNumber":"B1","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN-B1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"studyDate":"2026-11-24","studyDescription":"CHEST","stable":true,"instances":[{"sopInstanceUid":"9.1","seriesInstanceUid":"1.2.9","sopClassUid":"1.2.840.10008.5.1.4.1.1.1.1","modality":"DX","bodyPartExamined":"CHEST","laterality":"","imageLaterality":"","viewPosition":"PA","instanceNumber":1,"numberOfFrames":1,"storeId":"store-9.1"}]}',1795521601000,1795521601000);
INSERT INTO study VALUES('1.2.2','B2','{"studyInstanceUid":"1.2.2","accessionNumber":"B2","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN-B2","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"studyDate":"2026-11-24","studyDescription":"CHEST","stable":true,"instances":[{"sopInstanceUid":"9.2","seriesInstanceUid":"1.2.9","sopClassUid":"1.2.840.10008.5.1.4.1.1.1.1","modality":"DX","bodyPartExamined":"CHEST","laterality":"","imageLaterality":"","viewPosition":"PA","instanceNumber":1,"numberOfFrames":1,"storeId":"store-9.2"}]}',1795521603000,1795521603000);
CREATE TABLE feed (
  name varchar(100) primary key,
  cursor_value varchar(500) not null
);
INSERT INTO feed VALUES('pacs','B3');
CREATE TABLE job (
  run_id varchar(36) primary key,
  version varchar(36) not null,
  studies text not null,
  refusal varchar(500) not null,
  state varchar(20) not null,
  due_at bigint not null,
  lease_until bigint not null,
  -- how often it failed, and how often it ended without a word (the process died)
  attempts integer not null,
  lost integer not null,
  -- since when it is being put off without any progress
  stuck_since bigint,
  created_at bigint not null
, steps_since bigint, claim integer not null default 0, other_patient text, alone_claim integer not null default 0, lost_alone integer not null default 0, text_only integer not null default 0, sort_at bigint not null default 0, images_parted integer not null default 0, shadow integer not null default 0);
INSERT INTO job VALUES('00000000-0000-0000-0000-000000000001','v1','[]','','done',0,0,0,0,NULL,1,6,0,NULL,0,0,0,0,0,0);
INSERT INTO job VALUES('00000000-0000-0000-0000-000000000002','v2','[]','','done',0,0,0,0,NULL,2,6,0,NULL,0,0,0,0,0,0);
INSERT INTO job VALUES('00000000-0000-0000-0000-000000000003','v3','[]','','done',0,0,0,0,NULL,3,6,0,NULL,0,0,0,0,0,0);
INSERT INTO job VALUES('00000000-0000-0000-0000-000000000004','v4','[]','','done',0,0,0,0,NULL,4,6,0,NULL,0,0,0,0,0,0);
INSERT INTO job VALUES('00000000-0000-0000-0000-000000000005','v5','[]','','done',0,0,0,0,NULL,5,6,0,NULL,0,0,0,0,0,0);
INSERT INTO job VALUES('00000000-0000-0000-0000-000000000006','v6','[]','','done',0,0,0,0,NULL,6,6,0,NULL,0,0,0,0,0,0);
INSERT INTO job VALUES('00000000-0000-0000-0000-000000000007','v7','[]','','done',0,0,0,0,NULL,7,6,0,NULL,0,0,0,0,0,0);
INSERT INTO job VALUES('00000000-0000-0007-0000-000000000031','5c8119a5-3b8f-58a7-9ce8-bf2ea6839001','[]','','done',1795521601000,1795521901000,0,0,NULL,1795521601000,1795521601000,1,NULL,0,0,0,1795608001000,0,0);
INSERT INTO job VALUES('00000000-0000-0007-0000-000000000032','ba1015eb-38cb-51aa-8ba0-f582baad0924','[]','','done',1795521603000,1795521903000,0,0,NULL,1795521603000,1795521603000,1,NULL,0,0,0,1795608003000,0,0);
INSERT INTO job VALUES('s-run','00000000-0000-0003-0000-000000000001','[]','','ready',0,0,0,0,NULL,1,NULL,0,NULL,0,0,0,0,0,0);
CREATE TABLE job_step (
  run_id varchar(36) not null,
  step varchar(100) not null,
  result text not null, result_packed blob,
  primary key (run_id, step)
);
INSERT INTO job_step VALUES('00000000-0000-0000-0000-000000000001','claims','{"claims":1}',NULL);
INSERT INTO job_step VALUES('00000000-0000-0000-0000-000000000002','claims','{"claims":2}',NULL);
INSERT INTO job_step VALUES('00000000-0000-0000-0000-000000000003','claims','{"claims":3}',NULL);
INSERT INTO job_step VALUES('00000000-0000-0000-0000-000000000004','claims','{"claims":4}',NULL);
INSERT INTO job_step VALUES('00000000-0000-0000-0000-000000000005','claims','{"claims":5}',NULL);
INSERT INTO job_step VALUES('00000000-0000-0000-0000-000000000006','claims','{"claims":6}',NULL);
INSERT INTO job_step VALUES('00000000-0000-0000-0000-000000000007','claims','{"claims":7}',NULL);
INSERT INTO job_step VALUES('00000000-0000-0007-0000-000000000031','claims','',X'018b567232548a0500');
INSERT INTO job_step VALUES('00000000-0000-0007-0000-000000000032','claims','',X'028b567232528a0500');
INSERT INTO job_step VALUES('s-run','claims','[]',NULL);
CREATE TABLE audit (
  run_id varchar(36) primary key,
  version varchar(36) not null,
  site varchar(200) not null,
  report_id varchar(200) not null,
  ordinal bigint not null,
  audit text not null,
  bundle text not null,
  ended_at bigint not null
, audit_packed blob, bundle_packed blob);
INSERT INTO audit VALUES('00000000-0000-0000-0000-000000000001','v1','HOSP','A1',1,'{"runId":"00000000-0000-0000-0000-000000000001","report":{"site":"HOSP","reportId":"A1","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA1","fillerOrderNumber":"FA1","accessionNumbers":["A1"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]},"studies":[],"instances":[],"claims":[{"number":1,"sentence":1,"section":"FINDINGS","type":"ABSENCE","span":{"start":0,"end":4},"text":"Clea"}],"verdicts":[{"claim":1,"label":"SUPPORTED","confidence":0.9,"confidenceBasis":"SELF_REPORTED","basis":"MODEL_WITH_IMAGE","evidence":["seen"],"findings":[]}],"checks":[],"reads":[],"omissions":[],"rewrites":[],"summaries":{"clinician":"","patient":""},"score":{"value":100,"severity":"LOW","claims":1,"supported":1,"uncertain":0,"needsReview":0,"notAssessed":0},"models":[],"outcome":"AUDITED","failure":"","unsupported":false,"note":"","notAudited":[],"started":"2026-11-24T10:00:00Z","ended":"2026-11-24T10:00:03Z","engineVersion":"0.1.0"}','{"resourceType":"Bundle","entry":[]}',6,NULL,NULL);
INSERT INTO audit VALUES('00000000-0000-0000-0000-000000000002','v2','HOSP','A2',2,'{"runId":"00000000-0000-0000-0000-000000000002","report":{"site":"HOSP","reportId":"A2","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA2","fillerOrderNumber":"FA2","accessionNumbers":["A2"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]},"studies":[],"instances":[],"claims":[{"number":1,"sentence":1,"section":"FINDINGS","type":"ABSENCE","span":{"start":0,"end":4},"text":"Clea"}],"verdicts":[{"claim":1,"label":"SUPPORTED","confidence":0.9,"confidenceBasis":"SELF_REPORTED","basis":"MODEL_WITH_IMAGE","evidence":["seen"],"findings":[]}],"checks":[],"reads":[],"omissions":[],"rewrites":[],"summaries":{"clinician":"","patient":""},"score":{"value":100,"severity":"LOW","claims":1,"supported":1,"uncertain":0,"needsReview":0,"notAssessed":0},"models":[],"outcome":"AUDITED","failure":"","unsupported":false,"note":"","notAudited":[],"started":"2026-11-24T10:00:00Z","ended":"2026-11-24T10:00:03Z","engineVersion":"0.1.0"}','{"resourceType":"Bundle","entry":[]}',6,NULL,NULL);
INSERT INTO audit VALUES('00000000-0000-0000-0000-000000000003','v3','HOSP','A3',3,'{"runId":"00000000-0000-0000-0000-000000000003","report":{"site":"HOSP","reportId":"A3","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA3","fillerOrderNumber":"FA3","accessionNumbers":["A3"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]},"studies":[],"instances":[],"claims":[{"number":1,"sentence":1,"section":"FINDINGS","type":"ABSENCE","span":{"start":0,"end":4},"text":"Clea"}],"verdicts":[{"claim":1,"label":"SUPPORTED","confidence":0.9,"confidenceBasis":"SELF_REPORTED","basis":"MODEL_WITH_IMAGE","evidence":["seen"],"findings":[]}],"checks":[],"reads":[],"omissions":[],"rewrites":[],"summaries":{"clinician":"","patient":""},"score":{"value":100,"severity":"LOW","claims":1,"supported":1,"uncertain":0,"needsReview":0,"notAssessed":0},"models":[],"outcome":"AUDITED","failure":"","unsupported":false,"note":"","notAudited":[],"started":"2026-11-24T10:00:00Z","ended":"2026-11-24T10:00:03Z","engineVersion":"0.1.0"}','{"resourceType":"Bundle","entry":[]}',6,NULL,NULL);
INSERT INTO audit VALUES('00000000-0000-0000-0000-000000000004','v4','HOSP','A4',4,'{"runId":"00000000-0000-0000-0000-000000000004","report":{"site":"HOSP","reportId":"A4","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA4","fillerOrderNumber":"FA4","accessionNumbers":["A4"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]},"studies":[],"instances":[],"claims":[{"number":1,"sentence":1,"section":"FINDINGS","type":"ABSENCE","span":{"start":0,"end":4},"text":"Clea"}],"verdicts":[{"claim":1,"label":"SUPPORTED","confidence":0.9,"confidenceBasis":"SELF_REPORTED","basis":"MODEL_WITH_IMAGE","evidence":["seen"],"findings":[]}],"checks":[],"reads":[],"omissions":[],"rewrites":[],"summaries":{"clinician":"","patient":""},"score":{"value":100,"severity":"LOW","claims":1,"supported":1,"uncertain":0,"needsReview":0,"notAssessed":0},"models":[],"outcome":"AUDITED","failure":"","unsupported":false,"note":"","notAudited":[],"started":"2026-11-24T10:00:00Z","ended":"2026-11-24T10:00:03Z","engineVersion":"0.1.0"}','{"resourceType":"Bundle","entry":[]}',6,NULL,NULL);
INSERT INTO audit VALUES('00000000-0000-0000-0000-000000000005','v5','HOSP','A5',5,'{"runId":"00000000-0000-0000-0000-000000000005","report":{"site":"HOSP","reportId":"A5","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA5","fillerOrderNumber":"FA5","accessionNumbers":["A5"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]},"studies":[],"instances":[],"claims":[{"number":1,"sentence":1,"section":"FINDINGS","type":"ABSENCE","span":{"start":0,"end":4},"text":"Clea"}],"verdicts":[{"claim":1,"label":"SUPPORTED","confidence":0.9,"confidenceBasis":"SELF_REPORTED","basis":"MODEL_WITH_IMAGE","evidence":["seen"],"findings":[]}],"checks":[],"reads":[],"omissions":[],"rewrites":[],"summaries":{"clinician":"","patient":""},"score":{"value":100,"severity":"LOW","claims":1,"supported":1,"uncertain":0,"needsReview":0,"notAssessed":0},"models":[],"outcome":"AUDITED","failure":"","unsupported":false,"note":"","notAudited":[],"started":"2026-11-24T10:00:00Z","ended":"2026-11-24T10:00:03Z","engineVersion":"0.1.0"}','{"resourceType":"Bundle","entry":[]}',6,NULL,NULL);
INSERT INTO audit VALUES('00000000-0000-0000-0000-000000000006','v6','HOSP','A6',6,'{"runId":"00000000-0000-0000-0000-000000000006","report":{"site":"HOSP","reportId":"A6","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA6","fillerOrderNumber":"FA6","accessionNumbers":["A6"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]},"studies":[],"instances":[],"claims":[{"number":1,"sentence":1,"section":"FINDINGS","type":"ABSENCE","span":{"start":0,"end":4},"text":"Clea"}],"verdicts":[{"claim":1,"label":"SUPPORTED","confidence":0.9,"confidenceBasis":"SELF_REPORTED","basis":"MODEL_WITH_IMAGE","evidence":["seen"],"findings":[]}],"checks":[],"reads":[],"omissions":[],"rewrites":[],"summaries":{"clinician":"","patient":""},"score":{"value":100,"severity":"LOW","claims":1,"supported":1,"uncertain":0,"needsReview":0,"notAssessed":0},"models":[],"outcome":"AUDITED","failure":"","unsupported":false,"note":"","notAudited":[],"started":"2026-11-24T10:00:00Z","ended":"2026-11-24T10:00:03Z","engineVersion":"0.1.0"}','{"resourceType":"Bundle","entry":[]}',6,NULL,NULL);
INSERT INTO audit VALUES('00000000-0000-0000-0000-000000000007','v7','HOSP','A7',7,'{"runId":"00000000-0000-0000-0000-000000000007","report":{"site":"HOSP","reportId":"A7","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA7","fillerOrderNumber":"FA7","accessionNumbers":["A7"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]},"studies":[],"instances":[],"claims":[{"number":1,"sentence":1,"section":"FINDINGS","type":"ABSENCE","span":{"start":0,"end":4},"text":"Clea"}],"verdicts":[{"claim":1,"label":"SUPPORTED","confidence":0.9,"confidenceBasis":"SELF_REPORTED","basis":"MODEL_WITH_IMAGE","evidence":["seen"],"findings":[]}],"checks":[],"reads":[],"omissions":[],"rewrites":[],"summaries":{"clinician":"","patient":""},"score":{"value":100,"severity":"LOW","claims":1,"supported":1,"uncertain":0,"needsReview":0,"notAssessed":0},"models":[],"outcome":"AUDITED","failure":"","unsupported":false,"note":"","notAudited":[],"started":"2026-11-24T10:00:00Z","ended":"2026-11-24T10:00:03Z","engineVersion":"0.1.0"}','{"resourceType":"Bundle","entry":[]}',6,NULL,NULL);
INSERT INTO audit VALUES('00000000-0000-0007-0000-000000000031','5c8119a5-3b8f-58a7-9ce8-bf2ea6839001','HOSP','B1',103,'','',1795521601000,X'017d546d4fdb3010fe2b913fb7555210d3faadb4d9e806296ad9bba6c9c497d6c2b12bbf00d5d4ffbe3b3b8132092a84722f3e3f77cf73fecb6cd00bc1262cef7ec3fedfbba7afee7752b001b3b033d6b3c95fe6a4073c77b15c5f3ff963a573cadb712f41c74429f0433612ac63935f7870ef3cb49818ac9e182926c5683c3ac133f75c052a79b5aa86b188dfef92cd0ebf07ace1ad54fb8ab7e49b1bc0848dbc07dd793e714dae5b69fd76ce23b6e2fd5931ccc7c39caa3b7844d787f26a7a5946c00d58d035e5b1c380192bc012dc9de235d8259955686fc9c9ae239c462af57fe4438cf0ba06e7a4d1c94f7dd21810b4f341ec17da798e577d918242e8de5953830816e224fb815c62a9da0882f47d85df423a44b38f66566fc17942da1ac195f4e49e7fa78e8dd85f732285cd2ecaf50dba14f66ffb243ae3e191e297d0f84c05bdc96a05dc8e30752bb5ef4021481f1c35b5a8a684453a1780281de7e3b361510cc7a737453ec9e9ef27c6a169a0f6c8c1eb292fc64cdde926e9a147579158a43208afe1cac18069e3a741a0ba04c13aa4194ae840ca6e969d592b2edba42bdd715210d7daa74ba381188d4e7dcd17d5c7f5b3b4a6e7ebb29a911edc8eeb48868fa3ccb13b8d004e5f0e2f0af11eac90b54fb74600f11ec56f41514765395fff59955f17e5b7a396098d0e4a1d7bceb993ae77df2683489c7da6e9def7c77eb1d916eabbcc6f2173e81c91b21aa985d49b38074255534a87893eb112e50e93b05f85d748ebd23e9b60234ddd8a3fef636cfc8d091de28c0d19476596e7abe1e9519595dc6c7d76a7019e6a51df07da9e8e9f99b116c93aea73c01e80ce517059ddaca6f3c5ec66b1ac220f1678bf4fa69571ff3ad3c2834501f5ba0e6dcb6d5410f125b5ac255dcf8edfa9b826ae3669253bd0891807c878546bc75fa739d256d8d1b048aa388f806c59cfa58e16762adc0a598487984bba760edf89989d161954df40f0b589ef58a4bf9cff5956973f881f2e557c27086dd047173eaf0b452b93c57ad9037719777720687a2f776990b87b73a5b578257c92c21ba9e12b3e7189b17c548c7276f807',X'02c3e8ca3995e6a5807758030b54683b0ca60252ee13eaf81940812e8c3087b3a0c018b44b0967f5093a36c928045c11828ff8014d890300');
INSERT INTO audit VALUES('00000000-0000-0007-0000-000000000032','ba1015eb-38cb-51aa-8ba0-f582baad0924','HOSP','B2',105,'','',1795521603000,X'02c5dc410b82301400e0bf12de0567426737830cd3581ebc8a782a12ca5b7f3edfd4b54d573393761041196e6f3eb677f81e9c5772ba66f7970dbfebdadab58c08263c8560aa9ae3056a72f95a48f3071adbf803c01454100dd160dae72c408b384c47f639a31413d6594c7896c5945169b165144a13f75aa19882cc922826b26b61119dc714f1bc555ccafc066e81b9cfd4ec575c2f45ce1b9f69f8ca6c9f69595dc8c7a76d4c603d68c4194f9e3c033048657726d341cccab0643b88d596580d0aca48a6309084c27caf02452d66a29da171dfa7a7adfa5e28d837abf3b52c795f306e11f421705c2c6a619c8299439238a57e1092344c6216877f632968829582142be5e754ca30ff9ba924ea2fad5824afc71a8104c136fc09',X'02c3e8ca3995e6a5807758030b54683b0ca60252ee13eaf81940812e8c3087b3a0c01874340eceea13746c925108b822041ff1039a120700');
CREATE TABLE delivery (
  id varchar(36) not null,
  sink varchar(50) not null,
  ordinal bigint not null,
  state varchar(20) not null,
  reason varchar(1000) not null,
  payload text not null,
  attempts integer not null,
  due_at bigint not null, rebuilds integer not null default 0, unlinked_since bigint, link_due_at bigint, link_tries integer not null default 0, run_id varchar(36) not null default '', claim integer not null default 0, lease_until bigint not null default 0, payload_packed blob, notification varchar(36), step integer, refused_at bigint, refusal varchar(100) not null default '', answer text,
  primary key (id, sink)
);
INSERT INTO delivery VALUES('00000000-0000-0000-0000-000000000001','fhir',1,'pending','','',1,0,0,NULL,NULL,0,'00000000-0000-0000-0000-000000000001',0,0,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO delivery VALUES('00000000-0000-0000-0000-000000000002','fhir',2,'sent','','{"payload":2}',1,0,0,NULL,NULL,0,'00000000-0000-0000-0000-000000000002',0,0,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO delivery VALUES('00000000-0000-0000-0000-000000000003','fhir',3,'sent','','{"payload":3}',1,0,0,NULL,NULL,0,'00000000-0000-0000-0000-000000000003',0,0,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO delivery VALUES('00000000-0000-0000-0000-000000000004','fhir',4,'sent','','{"payload":4}',1,0,0,NULL,NULL,0,'00000000-0000-0000-0000-000000000004',0,0,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO delivery VALUES('00000000-0000-0000-0000-000000000005','fhir',5,'sent','','{"payload":5}',1,0,0,NULL,NULL,0,'00000000-0000-0000-0000-000000000005',0,0,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO delivery VALUES('00000000-0000-0000-0000-000000000006','fhir',6,'sent','','{"payload":6}',1,0,0,NULL,NULL,0,'00000000-0000-0000-0000-000000000006',0,0,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO delivery VALUES('00000000-0000-0000-0000-000000000007','fhir',7,'sent','','{"payload":7}',1,0,0,NULL,NULL,0,'00000000-0000-0000-0000-000000000007',0,0,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO delivery VALUES('00000000-0000-0007-0000-000000000031','fhir',103,'pending','','',0,1795521601000,0,NULL,NULL,0,'00000000-0000-0007-0000-000000000031',0,0,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO delivery VALUES('00000000-0000-0007-0000-000000000031','kafka',103,'pending','','',0,1795521601000,0,NULL,NULL,0,'00000000-0000-0007-0000-000000000031',0,0,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO delivery VALUES('00000000-0000-0002-0000-000000000031','fhir',104,'pending','','',0,1795521602000,0,NULL,NULL,0,'00000000-0000-0007-0000-000000000031',0,0,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO delivery VALUES('00000000-0000-0007-0000-000000000032','fhir',105,'pending','','',0,1795521603000,0,NULL,NULL,0,'00000000-0000-0007-0000-000000000032',0,0,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO delivery VALUES('00000000-0000-0007-0000-000000000032','kafka',105,'pending','','',0,1795521603000,0,NULL,NULL,0,'00000000-0000-0007-0000-000000000032',0,0,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO delivery VALUES('00000000-0000-0002-0000-000000000032','fhir',106,'pending','','',0,1795521604000,0,NULL,NULL,0,'00000000-0000-0007-0000-000000000032',0,0,NULL,NULL,NULL,NULL,'',NULL);
CREATE TABLE resource (
  type varchar(50) not null,
  id varchar(64) not null,
  version integer not null,
  last_updated bigint not null,
  resource text not null, resource_packed blob, number bigint, dated bigint not null default 0,
  primary key (type, id)
);
INSERT INTO resource VALUES('Observation','00000000-0000-0000-0000-000000000001',1,1,'{"resourceType":"Observation","effectiveDateTime":"2026-01-01T00:00:00Z"}',NULL,1,0);
INSERT INTO resource VALUES('Observation','00000000-0000-0000-0000-000000000002',1,2,'{"resourceType":"Observation","effectiveDateTime":"2026-01-02T00:00:00Z"}',NULL,2,0);
INSERT INTO resource VALUES('Observation','00000000-0000-0000-0000-000000000003',1,3,'{"resourceType":"Observation","effectiveDateTime":"2026-01-03T00:00:00Z"}',NULL,3,0);
INSERT INTO resource VALUES('Observation','00000000-0000-0000-0000-000000000004',1,4,'{"resourceType":"Observation","effectiveDateTime":"2026-01-04T00:00:00Z"}',NULL,4,0);
INSERT INTO resource VALUES('Observation','00000000-0000-0000-0000-000000000005',1,5,'{"resourceType":"Observation","effectiveDateTime":"2026-01-05T00:00:00Z"}',NULL,5,1767571200000);
INSERT INTO resource VALUES('Observation','00000000-0000-0000-0000-000000000006',1,6,'{"resourceType":"Observation","effectiveDateTime":"2026-01-06T00:00:00Z"}',NULL,6,1767657600000);
INSERT INTO resource VALUES('Observation','00000000-0000-0000-0000-000000000007',1,7,'{"resourceType":"Observation","effectiveDateTime":"2026-01-07T00:00:00Z"}',NULL,7,1767744000000);
INSERT INTO resource VALUES('Observation','00000000-0000-0007-0000-000000000031',2,1795521606000,'',X'0223a62b670005ba30c21cce820263d0be239c1522f820a41070d5063eb4a71600',9,1770076800000);
INSERT INTO resource VALUES('Observation','00000000-0000-0007-0000-000000000032',1,1795521603000,'',X'0223a62b670005ba30c21cce820263d06137382b44d041484621e0aa0d7c684f2d00',13,1769990400000);
CREATE TABLE journal_clock (
  id integer primary key,
  seen_at bigint not null,
  -- as large as the message that could not be stored; empty while writes succeed
  probe blob
);
INSERT INTO journal_clock VALUES(1,1795521606000,NULL);
CREATE TABLE kafka_start (
  topic varchar(249) not null,
  part integer not null,
  start_offset bigint not null,
  -- starts in a row that came after a death and began here
  deaths integer not null, reader text not null default '',
  primary key (topic, part)
);
INSERT INTO kafka_start VALUES('x',1,1,1,'x');
CREATE TABLE worklist (
  -- random, the same for all versions
  id varchar(36) primary key,
  site varchar(200) not null,
  report_id varchar(200) not null,
  -- place in the list, from the state and the most serious open label
  rank integer not null,
  received_at bigint not null,
  family_name varchar(200) not null,
  given_name varchar(200) not null,
  accession varchar(200) not null,
  exam varchar(200) not null,
  modality varchar(200) not null,
  body_part varchar(200) not null,
  radiologist varchar(200) not null,
  type varchar(200) not null,
  problem varchar(500) not null,
  places integer not null,
  open_problems integer not null,
  problems integer not null,
  outcome varchar(20) not null,
  failure varchar(500) not null,
  claims integer not null,
  assessed integer not null,
  score integer,
  decided_by varchar(200) not null,
  decided_at bigint,
  -- types of all problems, and words to search by, each between two blanks
  types varchar(1000) not null,
  terms varchar(2000) not null, state varchar(20) not null default '', sort_at bigint not null default 0, weight varchar(20) not null default '', questions integer not null default 0, first_problem varchar(4000) not null default '', to_correct integer not null default 0, agreed_by varchar(200) not null default '', agreed_at bigint, reminded integer not null default 0, corrected_version integer, corrected_after bigint, preliminary integer not null default 0, unfinished varchar(1000) not null default '', expecting integer not null default 0, still_version integer, since_at bigint, flags_since text not null default '', signed_at bigint, gone_version integer,
  -- in this order, so that a filter by site does not choose this index
  unique (report_id, site)
);
INSERT INTO worklist VALUES('d26825a9-0dfd-47aa-8f84-5d2e354dd5d8','HOSP','A1',9,1,'Doe','Jane','A1','XR chest','DX','CHEST','','','',0,0,0,'AUDITED','',1,1,100,'',NULL,'',' a1 mrn1 doe jane ','no_flag',-1,'',0,'',0,'',NULL,0,NULL,NULL,0,'',0,NULL,1,'',NULL,NULL);
INSERT INTO worklist VALUES('b0f40846-b5c4-4536-ae62-8cc402b5c279','HOSP','A2',9,2,'Doe','Jane','A2','XR chest','DX','CHEST','','','',0,0,0,'AUDITED','',1,1,100,'',NULL,'',' a2 mrn1 doe jane ','no_flag',-2,'',0,'',0,'',NULL,0,NULL,NULL,0,'',0,NULL,2,'',NULL,NULL);
INSERT INTO worklist VALUES('7edd25af-8cfc-404d-a998-58108f9e8e5c','HOSP','A3',9,3,'Doe','Jane','A3','XR chest','DX','CHEST','','','',0,0,0,'AUDITED','',1,1,100,'',NULL,'',' a3 mrn1 doe jane ','',-3,'',0,'',0,'',NULL,0,NULL,NULL,0,'',0,NULL,3,'',NULL,NULL);
INSERT INTO worklist VALUES('1bfe131b-c417-432b-99ab-fb2c37aed1d0','HOSP','A4',9,4,'Doe','Jane','A4','XR chest','DX','CHEST','','','',0,0,0,'AUDITED','',1,1,100,'',NULL,'',' a4 mrn1 doe jane ','no_flag',-4,'',0,'',0,'',NULL,0,NULL,NULL,0,'',0,NULL,4,'',NULL,NULL);
INSERT INTO worklist VALUES('4ccdd03f-9f51-4282-bfcb-dd8d05780fa0','HOSP','A5',9,5,'Doe','Jane','A5','XR chest','DX','CHEST','','','',0,0,0,'AUDITED','',1,1,100,'',NULL,'',' a5 mrn1 doe jane ','no_flag',-5,'',0,'',0,'',NULL,0,NULL,NULL,0,'',0,NULL,5,'',NULL,NULL);
INSERT INTO worklist VALUES('492b6af5-9abd-4873-89bb-238991a1d75e','HOSP','A6',9,6,'Doe','Jane','A6','XR chest','DX','CHEST','','','',0,0,0,'AUDITED','',1,1,100,'',NULL,'',' a6 mrn1 doe jane ','no_flag',-6,'',0,'',0,'',NULL,0,NULL,NULL,0,'',0,NULL,6,'',NULL,NULL);
INSERT INTO worklist VALUES('b3899f6f-84a6-409a-a4f8-5951b884ab92','HOSP','A7',9,7,'Doe','Jane','A7','XR chest','DX','CHEST','','','',0,0,0,'AUDITED','',1,1,100,'',NULL,'',' a7 mrn1 doe jane ','no_flag',-7,'',0,'',0,'',NULL,0,NULL,NULL,0,'',0,NULL,7,'',NULL,NULL);
INSERT INTO worklist VALUES('eb5d27e7-f896-4fe4-b7ec-28c1bdf8922d','HOSP','B1',6,1795521601000,'Doe','Jane','B1','XR chest','DX','CHEST','','side-order','Correct the side.',1,0,1,'CHECKED_ONLY','',1,1,NULL,'ann',1795521602000,' side-order ',' b1 mrn-b1 doe jane ','to_correct',1795521601000,'contradiction',0,'{"kind":"side-order","quote":"Left","place":"findings","other":"","otherPlace":"","value":"“Right knee”","action":"Correct the side."}',1,'ann',1795521602000,0,NULL,NULL,0,'',0,NULL,1795521601000,'{"9748023114a4":1795521601000}',NULL,NULL);
INSERT INTO worklist VALUES('d906b69e-ef6f-4bcb-9dd2-2c3a2fb8c18f','HOSP','B2',6,1795521603000,'Doe','Jane','B2','XR chest','DX','CHEST','','side-order','Correct the side.',1,0,1,'CHECKED_ONLY','',1,1,NULL,'ann',1795521604000,' side-order ',' b2 mrn-b2 doe jane ','to_correct',1795521603000,'contradiction',0,'{"kind":"side-order","quote":"Left","place":"findings","other":"","otherPlace":"","value":"“Right knee”","action":"Correct the side."}',1,'ann',1795521604000,0,NULL,NULL,0,'',0,NULL,1795521603000,'{"9748023114a4":1795521603000}',NULL,NULL);
CREATE TABLE worklist_value (
  kind varchar(20) not null,
  value varchar(200) not null,
  reports bigint not null,
  primary key (kind, value)
);
INSERT INTO worklist_value VALUES('body_part','CHEST',9);
INSERT INTO worklist_value VALUES('state','no_flag',7);
INSERT INTO worklist_value VALUES('site','HOSP',9);
INSERT INTO worklist_value VALUES('modality','DX',9);
INSERT INTO worklist_value VALUES('type','side-order',2);
INSERT INTO worklist_value VALUES('state','to_correct',2);
CREATE TABLE worklist_state (
  id integer primary key,
  -- grows with each change of a row
  revision bigint not null,
  -- the version of the rules that all rows follow, and while they are brought up to date, the last report
  -- that is done
  rules integer not null,
  done_site varchar(200) not null,
  done_report varchar(200) not null
);
INSERT INTO worklist_state VALUES(1,17,8,'','');
CREATE TABLE decision (
  id varchar(36) primary key,
  run_id varchar(36) not null,
  problem varchar(200) not null,
  kind varchar(20) not null,
  reason varchar(200) not null,
  words text not null,
  username varchar(200) not null,
  decided_at bigint not null,
  images text not null,
  undoes varchar(36),
  bundle text not null,
  -- counted together with audit.ordinal
  ordinal bigint not null
, bundle_packed blob, answer varchar(20), as_operator integer not null default 0, verdict varchar(20), follows varchar(36), follows_version integer, act varchar(36));
INSERT INTO decision VALUES('00000000-0000-0001-0000-000000000001','00000000-0000-0000-0000-000000000001','p','agree','','','ann',9,'[]',NULL,'{"resourceType":"Bundle"}',101,NULL,NULL,0,NULL,NULL,NULL,NULL);
INSERT INTO decision VALUES('00000000-0000-0001-0000-000000000002','00000000-0000-0000-0000-000000000002','p','agree','','','ann',9,'[]',NULL,'{"resourceType":"Bundle"}',102,NULL,NULL,0,NULL,NULL,NULL,NULL);
INSERT INTO decision VALUES('00000000-0000-0002-0000-000000000031','00000000-0000-0007-0000-000000000031','side-order.e99a10b105d1','agree','','','ann',1795521602000,'[]',NULL,'',104,X'02c3e8ca3995e6a5807758030b54703b2cb61600',NULL,0,'right',NULL,NULL,NULL);
INSERT INTO decision VALUES('00000000-0000-0002-0000-000000000032','00000000-0000-0007-0000-000000000032','side-order.e99a10b105d1','learning','','','ann',1795521604000,'[]',NULL,'',106,X'02c3e8ca3995e6a5807758030b54703b2cb61600',NULL,0,'right',NULL,NULL,NULL);
CREATE TABLE lease (
  name text primary key,
  -- the node's name and a random part for each of its starts
  owner text not null,
  node text not null,
  lease_until bigint not null
);
INSERT INTO lease VALUES('x','x','x',1);
CREATE TABLE search_value (
  id bigint primary key,
  type text not null,
  parameter text not null,
  system text not null,
  code text not null,
  -- the value as a number, for less and greater; null where it is none
  number double precision,
  unique (type, parameter, code, system)
);
INSERT INTO search_value VALUES(1,'Observation','_id','','00000000-0000-0000-0000-000000000001',NULL);
INSERT INTO search_value VALUES(2,'Observation','_id','','00000000-0000-0000-0000-000000000002',NULL);
INSERT INTO search_value VALUES(3,'Observation','_id','','00000000-0000-0000-0000-000000000003',NULL);
INSERT INTO search_value VALUES(4,'Observation','_id','','00000000-0000-0000-0000-000000000004',NULL);
INSERT INTO search_value VALUES(5,'Observation','_id','','00000000-0000-0000-0000-000000000005',NULL);
INSERT INTO search_value VALUES(6,'Observation','_id','','00000000-0000-0000-0000-000000000006',NULL);
INSERT INTO search_value VALUES(7,'Observation','_id','','00000000-0000-0000-0000-000000000007',NULL);
INSERT INTO search_value VALUES(8,'Observation','status','','final',NULL);
INSERT INTO search_value VALUES(9,'Observation','_id','','00000000-0000-0007-0000-000000000031',NULL);
INSERT INTO search_value VALUES(10,'Observation','accession','','b1',NULL);
INSERT INTO search_value VALUES(11,'Observation','patient:identifier','urn:oid:1.2.3','MRN-B1',NULL);
INSERT INTO search_value VALUES(12,'Observation','subject:identifier','urn:oid:1.2.3','MRN-B1',NULL);
INSERT INTO search_value VALUES(13,'Observation','_id','','00000000-0000-0007-0000-000000000032',NULL);
INSERT INTO search_value VALUES(14,'Observation','accession','','b2',NULL);
INSERT INTO search_value VALUES(15,'Observation','patient:identifier','urn:oid:1.2.3','MRN-B2',NULL);
INSERT INTO search_value VALUES(16,'Observation','subject:identifier','urn:oid:1.2.3','MRN-B2',NULL);
CREATE TABLE resource_value (
  resource bigint not null,
  value bigint not null,
  primary key (resource, value)
) without rowid;
INSERT INTO resource_value VALUES(1,8);
INSERT INTO resource_value VALUES(2,8);
INSERT INTO resource_value VALUES(3,8);
INSERT INTO resource_value VALUES(4,8);
INSERT INTO resource_value VALUES(5,8);
INSERT INTO resource_value VALUES(6,8);
INSERT INTO resource_value VALUES(7,8);
INSERT INTO resource_value VALUES(9,11);
INSERT INTO resource_value VALUES(9,12);
INSERT INTO resource_value VALUES(13,14);
INSERT INTO resource_value VALUES(13,15);
INSERT INTO resource_value VALUES(13,16);
CREATE TABLE further_version (
  channel varchar(20) not null,
  site varchar(200) not null,
  message_key varchar(600) not null,
  body_sha256 varchar(64) not null,
  -- 1 for the second
  place integer not null,
  version varchar(36) not null,
  primary key (channel, site, message_key, body_sha256, place)
);
INSERT INTO further_version VALUES('x','x','x','x',1,'x');
CREATE TABLE report_alias (
  alias varchar(300) not null,
  site varchar(200) not null,
  report_id varchar(200) not null,
  primary key (alias, site, report_id)
);
INSERT INTO report_alias VALUES('filler:FB1','HOSP','B1');
INSERT INTO report_alias VALUES('placer:PB1','HOSP','B1');
INSERT INTO report_alias VALUES('filler:FB2','HOSP','B2');
INSERT INTO report_alias VALUES('placer:PB2','HOSP','B2');
CREATE TABLE message_term (
  -- control_id, accession or mrn (each identifier of the patient)
  kind text not null,
  value text not null,
  body_sha256 text not null,
  primary key (kind, value, body_sha256)
) without rowid;
INSERT INTO message_term VALUES('accession','B1','1d076705b8fca5b1c7560cc467a30ee8b9e67171e889f568cf842241b9f8d78b');
INSERT INTO message_term VALUES('accession','B2','e4718f19a2795e5d064b013131b7b12ef1adfe06574b14c5f68f8dfa594bbeff');
INSERT INTO message_term VALUES('control_id','B1','1d076705b8fca5b1c7560cc467a30ee8b9e67171e889f568cf842241b9f8d78b');
INSERT INTO message_term VALUES('control_id','B2','e4718f19a2795e5d064b013131b7b12ef1adfe06574b14c5f68f8dfa594bbeff');
INSERT INTO message_term VALUES('control_id','K1','ca0df2c95aa144c1d0ff2ff3c8f967fdc1de9ef0c4120b3726416701b519d619');
INSERT INTO message_term VALUES('control_id','K2','29c1b289e7522195b362e44f54e05470b69ad20540ab60a18a05e5bf6951f13d');
INSERT INTO message_term VALUES('control_id','K3','153812ae5fea0b73a011bf28bd7cea93644437c3fe3260b7b2d7e1e2f9f46bde');
INSERT INTO message_term VALUES('control_id','K4','2396a1256ac4b1c6849c931ddb8018bdd984bb2383be21bb819a33b95d8d603f');
INSERT INTO message_term VALUES('control_id','K5','b5f2031eb62e37c6d38287b38f83afeaed2665f0424eb3c29c1a38a596a13d57');
INSERT INTO message_term VALUES('control_id','K6','e341fcc488934e2578956254b5b7de15bdcc07eca1ae5d9877aeaaae523e6e19');
INSERT INTO message_term VALUES('control_id','K7','018c267d72f6381a2ec828ada8fb4995323745e5dce6222890ebac36f5323e68');
INSERT INTO message_term VALUES('correlation','0235D9BD-0773-5519-92F6-5DE7C8F4B2BB','e4718f19a2795e5d064b013131b7b12ef1adfe06574b14c5f68f8dfa594bbeff');
INSERT INTO message_term VALUES('correlation','1FA5AC48-2A4B-59AA-A00F-9606400A7B0E','1d076705b8fca5b1c7560cc467a30ee8b9e67171e889f568cf842241b9f8d78b');
INSERT INTO message_term VALUES('mrn','MRN-B1','1d076705b8fca5b1c7560cc467a30ee8b9e67171e889f568cf842241b9f8d78b');
INSERT INTO message_term VALUES('mrn','MRN-B2','e4718f19a2795e5d064b013131b7b12ef1adfe06574b14c5f68f8dfa594bbeff');
INSERT INTO message_term VALUES('mrn','MRN1','018c267d72f6381a2ec828ada8fb4995323745e5dce6222890ebac36f5323e68');
INSERT INTO message_term VALUES('mrn','MRN1','153812ae5fea0b73a011bf28bd7cea93644437c3fe3260b7b2d7e1e2f9f46bde');
INSERT INTO message_term VALUES('mrn','MRN1','2396a1256ac4b1c6849c931ddb8018bdd984bb2383be21bb819a33b95d8d603f');
INSERT INTO message_term VALUES('mrn','MRN1','29c1b289e7522195b362e44f54e05470b69ad20540ab60a18a05e5bf6951f13d');
INSERT INTO message_term VALUES('mrn','MRN1','b5f2031eb62e37c6d38287b38f83afeaed2665f0424eb3c29c1a38a596a13d57');
INSERT INTO message_term VALUES('mrn','MRN1','ca0df2c95aa144c1d0ff2ff3c8f967fdc1de9ef0c4120b3726416701b519d619');
INSERT INTO message_term VALUES('mrn','MRN1','e341fcc488934e2578956254b5b7de15bdcc07eca1ae5d9877aeaaae523e6e19');
CREATE TABLE patient_key (
  value varchar(200) not null,
  version varchar(36) not null,
  primary key (value, version)
);
INSERT INTO patient_key VALUES('MRN1','v1');
INSERT INTO patient_key VALUES('MRN1','v2');
INSERT INTO patient_key VALUES('MRN1','v3');
INSERT INTO patient_key VALUES('MRN1','v6');
INSERT INTO patient_key VALUES('MRN1','v7');
INSERT INTO patient_key VALUES('MRN-B1','5c8119a5-3b8f-58a7-9ce8-bf2ea6839001');
INSERT INTO patient_key VALUES('MRN-B2','ba1015eb-38cb-51aa-8ba0-f582baad0924');
CREATE TABLE patient_merge (
  old_value varchar(200) not null,
  old_system varchar(300) not null,
  site varchar(200) not null,
  value varchar(200) not null,
  system varchar(300) not null,
  type varchar(50) not null,
  merged_at bigint not null, said_at bigint,
  primary key (old_value, old_system, site, value, system)
);
INSERT INTO patient_merge VALUES('x','x','x','x','x','x',1,1);
CREATE TABLE patient_change (
  value varchar(200) not null,
  system varchar(300) not null,
  site varchar(200) not null,
  changed_at bigint not null,
  primary key (value, system, site)
);
INSERT INTO patient_change VALUES('x','x','x',1);
CREATE TABLE patient_event (
  value varchar(200) not null,
  system varchar(300) not null,
  -- of the message
  site varchar(200) not null,
  message varchar(30) not null,
  -- merged (the id was replaced) or corrected
  kind varchar(20) not null,
  happened_at bigint not null,
  primary key (value, system, site, message)
);
INSERT INTO patient_event VALUES('x','x','x','x','x',1);
CREATE TABLE reminder (
  decision varchar(36) primary key,
  reminded_at bigint not null
);
INSERT INTO reminder VALUES('x',1);
CREATE TABLE notification (
  -- random: worth nothing without a log-in
  id varchar(36) primary key,
  -- flag, or reminder
  kind varchar(20) not null,
  site varchar(200) not null,
  report_id varchar(200) not null,
  -- the newest run that has the problem, and its key there
  run_id varchar(36) not null,
  problem varchar(200) not null,
  -- the same for the same problem in any run and version
  identity varchar(200) not null,
  weight varchar(20) not null,
  created_at bigint not null,
  -- how many entries of the list were told
  step integer not null,
  -- when the next entry is told; null: all were told
  due_at bigint,
  -- when somebody opened the report or decided about the problem
  read_at bigint,
  -- when the problem was gone
  ended_at bigint
);
INSERT INTO notification VALUES('x','x','x','x','x','x','x','x',1,1,1,1,1);
CREATE TABLE kept_filter (
  username varchar(200) primary key,
  value varchar(4000) not null
);
INSERT INTO kept_filter VALUES('x','x');
CREATE TABLE launch (
  id varchar(36) primary key,
  -- found, other_patient or none
  answer varchar(20) not null,
  -- ids of the worklist, with a blank between two
  reports varchar(2000) not null,
  made_at bigint not null
);
INSERT INTO launch VALUES('x','x','x',1);
CREATE TABLE learning_note (
  -- the decision that kept the case
  decision varchar(36) not null,
  -- from 1: the one with the greatest number stands, earlier ones stay
  number integer not null,
  words varchar(4000) not null,
  username varchar(200) not null,
  written_at bigint not null,
  primary key (decision, number)
);
INSERT INTO learning_note VALUES('00000000-0000-0002-0000-000000000032',1,'A note.','ann',1);
CREATE TABLE draft_flag (
  -- HMAC of the site and a number of the report
  number varchar(64) not null,
  check_name varchar(100) not null,
  -- HMAC of the check and the words of both evidences
  mark varchar(64) not null,
  -- UTF-16 code units in the text that was read
  place_start integer not null,
  place_end integer not null,
  strength varchar(10) not null,
  made_at bigint not null,
  primary key (number, check_name, mark)
);
INSERT INTO draft_flag VALUES('x','x','x',1,1,'x',1);
CREATE TABLE draft_outcome (
  check_name varchar(100) not null,
  strength varchar(10) not null,
  -- mended or left
  outcome varchar(10) not null,
  flags bigint not null,
  primary key (check_name, strength, outcome)
);
INSERT INTO draft_outcome VALUES('x','x','x',1);
CREATE TABLE rests_on (
  run_id varchar(36) not null,
  version varchar(36) not null,
  place integer not null, parted integer not null default 0,
  primary key (run_id, version)
);
INSERT INTO rests_on VALUES('x','x',1,1);
CREATE TABLE erasure (
  id varchar(36) primary key,
  -- report or patient
  kind varchar(10) not null,
  -- JSON: which one; empty once it is erased, or the request was withdrawn
  subject text not null,
  -- in words that name no patient
  reason varchar(500) not null,
  -- requested, confirmed (it is being carried out), done or withdrawn
  state varchar(20) not null,
  requested_by varchar(200) not null,
  requested_at bigint not null,
  confirmed_by varchar(200) not null,
  ended_at bigint,
  -- the greatest number of an audit or decision that was erased: it is not given again
  ordinal bigint not null
);
INSERT INTO erasure VALUES('430620fb-3a15-471a-ac38-7c436342b564','report','','art. 17','done','ann',1795521606000,'ben',1795521606000,108);
CREATE TABLE erased_rows (
  erasure varchar(36) not null,
  name varchar(100) not null,
  n bigint not null,
  primary key (erasure, name)
);
INSERT INTO erased_rows VALUES('430620fb-3a15-471a-ac38-7c436342b564','audit',1);
INSERT INTO erased_rows VALUES('430620fb-3a15-471a-ac38-7c436342b564','decision',1);
INSERT INTO erased_rows VALUES('430620fb-3a15-471a-ac38-7c436342b564','delivery',3);
INSERT INTO erased_rows VALUES('430620fb-3a15-471a-ac38-7c436342b564','job',1);
INSERT INTO erased_rows VALUES('430620fb-3a15-471a-ac38-7c436342b564','job_step',1);
INSERT INTO erased_rows VALUES('430620fb-3a15-471a-ac38-7c436342b564','message',1);
INSERT INTO erased_rows VALUES('430620fb-3a15-471a-ac38-7c436342b564','message_term',4);
INSERT INTO erased_rows VALUES('430620fb-3a15-471a-ac38-7c436342b564','patient_key',1);
INSERT INTO erased_rows VALUES('430620fb-3a15-471a-ac38-7c436342b564','quality_flag',1);
INSERT INTO erased_rows VALUES('430620fb-3a15-471a-ac38-7c436342b564','quality_report',1);
INSERT INTO erased_rows VALUES('430620fb-3a15-471a-ac38-7c436342b564','report_alias',2);
INSERT INTO erased_rows VALUES('430620fb-3a15-471a-ac38-7c436342b564','report_key',1);
INSERT INTO erased_rows VALUES('430620fb-3a15-471a-ac38-7c436342b564','report_version',1);
INSERT INTO erased_rows VALUES('430620fb-3a15-471a-ac38-7c436342b564','resource',1);
INSERT INTO erased_rows VALUES('430620fb-3a15-471a-ac38-7c436342b564','study',1);
INSERT INTO erased_rows VALUES('430620fb-3a15-471a-ac38-7c436342b564','study_patient',1);
INSERT INTO erased_rows VALUES('430620fb-3a15-471a-ac38-7c436342b564','worklist',1);
CREATE TABLE erased_delivery (
  -- the run, the decision or the random id of a notification
  id varchar(36) not null,
  sink varchar(50) not null,
  erasure varchar(36) not null,
  run_id varchar(36) not null,
  state varchar(20) not null,
  audited_at bigint not null,
  primary key (id, sink)
);
INSERT INTO erased_delivery VALUES('x','x','x','x','x',1);
CREATE TABLE erased_copy (
  type varchar(50) not null,
  id varchar(64) not null,
  erasure varchar(36) not null,
  due_at bigint not null,
  tries integer not null,
  reason varchar(500) not null,
  primary key (type, id)
);
INSERT INTO erased_copy VALUES('x','x','x',1,1,'x');
CREATE TABLE erased_count (
  -- message or report
  what varchar(20) not null,
  -- outcome or state
  kind varchar(20) not null,
  n bigint not null,
  repeats bigint not null,
  primary key (what, kind)
);
INSERT INTO erased_count VALUES('report','checked_only',1,0);
INSERT INTO erased_count VALUES('message','parsed',1,0);
CREATE TABLE erased_mark (
  mark varchar(64) primary key,
  erasure varchar(36) not null
);
INSERT INTO erased_mark VALUES('734111c1ea1ce71fea49c0090434ec3a09529deff0fd88899282cdb8c58fd328','430620fb-3a15-471a-ac38-7c436342b564');
INSERT INTO erased_mark VALUES('9c84fb954dc631a083d808100efa3a422ba5723d2e10571f18ed09d76fbb2802','430620fb-3a15-471a-ac38-7c436342b564');
INSERT INTO erased_mark VALUES('30f07491f72c9e0484a1098516ac5ab42eab6d7aacba47e6761b52914f047476','430620fb-3a15-471a-ac38-7c436342b564');
CREATE TABLE erasure_key (
  id integer primary key,
  secret blob not null
);
INSERT INTO erasure_key VALUES(1,X'af1309b0171e9967ea4f4a1c3ee3c559a71cd1e186272762251f30d6f1acc2af');
CREATE TABLE patient_unlink (
  old_value varchar(200) not null,
  old_system varchar(300) not null,
  site varchar(200) not null,
  value varchar(200) not null,
  system varchar(300) not null,
  said_at bigint not null,
  primary key (old_value, old_system, site, value, system)
);
INSERT INTO patient_unlink VALUES('x','x','x','x','x',1);
CREATE TABLE archive_wish (
  version varchar(36) not null,
  -- of an earlier study of the patient; empty = the studies that the report names
  study_instance_uid varchar(200) not null,
  since bigint not null,
  due_at bigint not null,
  attempts integer not null,
  -- 1: given up
  ended integer not null,
  -- why it is not here, in words that name no patient; empty before the first failure
  reason varchar(500) not null,
  primary key (version, study_instance_uid)
);
INSERT INTO archive_wish VALUES('x','x',1,1,1,1,'x');
CREATE TABLE archive_study (
  study_instance_uid varchar(200) primary key,
  -- coming: some objects may be here, and none is used; here: all are, and were weighed; leaving: they are
  -- being deleted, and none is used
  state varchar(10) not null,
  -- since when it is here; before, when whoever brings or deletes it must have ended
  since bigint not null,
  bytes bigint not null,
  instances integer not null
);
INSERT INTO archive_study VALUES('x','x',1,1,1);
CREATE TABLE study_patient (
  value varchar(200) not null,
  study_instance_uid varchar(200) not null,
  -- the day of the study, as 2026-03-04; empty when unknown
  studied_on varchar(10) not null,
  primary key (value, study_instance_uid)
);
INSERT INTO study_patient VALUES('MRN-B1','1.2.1','2026-11-24');
INSERT INTO study_patient VALUES('MRN-B2','1.2.2','2026-11-24');
CREATE TABLE run_prior (
  run_id varchar(36) not null,
  study_instance_uid varchar(200) not null,
  primary key (run_id, study_instance_uid)
);
INSERT INTO run_prior VALUES('x','x');
CREATE TABLE resource_version (
  type text not null,
  id text not null,
  version integer not null,
  last_updated bigint not null,
  resource_packed blob not null,
  primary key (type, id, version)
);
INSERT INTO resource_version VALUES('Observation','00000000-0000-0007-0000-000000000031',1,1795521601000,X'01ab562a4a2dce2f2d4a4e0da92c4855b252f24f2a4e2d2a4b2cc9cccf53d251ca4c010a1940812e8c3087b3a0c0d810a836352d2d35b924b32cd525b12435243317649a91819199ae81111085181858815194522d00');
CREATE TABLE quality_report (
  site varchar(200) not null,
  report_id varchar(200) not null,
  -- when the first version was received, such as 202611, by UTC
  month integer not null,
  -- the same as a time
  received_at bigint not null,
  -- the last audit in which checks ran
  run_id varchar(36) not null,
  modality varchar(200) not null,
  author varchar(200) not null,
  -- the checks that did not finish, each between two blanks
  unfinished varchar(1000) not null,
  primary key (site, report_id)
);
INSERT INTO quality_report VALUES('HOSP','A1',197001,1,'00000000-0000-0000-0000-000000000001','DX','','');
INSERT INTO quality_report VALUES('HOSP','A2',197001,2,'00000000-0000-0000-0000-000000000002','DX','','');
INSERT INTO quality_report VALUES('HOSP','A3',197001,3,'00000000-0000-0000-0000-000000000003','DX','','');
INSERT INTO quality_report VALUES('HOSP','A4',197001,4,'00000000-0000-0000-0000-000000000004','DX','','');
INSERT INTO quality_report VALUES('HOSP','A5',197001,5,'00000000-0000-0000-0000-000000000005','DX','','');
INSERT INTO quality_report VALUES('HOSP','A6',197001,6,'00000000-0000-0000-0000-000000000006','DX','','');
INSERT INTO quality_report VALUES('HOSP','A7',197001,7,'00000000-0000-0000-0000-000000000007','DX','','');
INSERT INTO quality_report VALUES('HOSP','B1',202611,1795521601000,'00000000-0000-0007-0000-000000000031','DX','','');
INSERT INTO quality_report VALUES('HOSP','B2',202611,1795521603000,'00000000-0000-0007-0000-000000000032','DX','','');
CREATE TABLE quality_flag (
  run_id varchar(36) not null,
  problem varchar(200) not null,
  site varchar(200) not null,
  report_id varchar(200) not null,
  month integer not null,
  modality varchar(200) not null,
  author varchar(200) not null,
  check_id varchar(200) not null,
  strength varchar(20) not null,
  -- what a person said on the worklist: right, not-important or wrong; empty without a verdict
  verdict varchar(20) not null,
  -- who said it; empty without a verdict
  username varchar(200) not null,
  -- from the end of the audit to the first decision that was not undone, in milliseconds
  decided_after bigint,
  -- of a flag that people agreed with: to-correct, corrected, left or unclear; empty for others
  fate varchar(20) not null,
  -- 2: the first flag of its report that has this strength; 1: the first of this check and strength; else 0
  first_of integer not null,
  primary key (run_id, problem)
);
INSERT INTO quality_flag VALUES('00000000-0000-0007-0000-000000000031','side-order.e99a10b105d1','HOSP','B1',202611,'DX','','side-order','tell','right','ann',1000,'to-correct',2);
INSERT INTO quality_flag VALUES('00000000-0000-0007-0000-000000000032','side-order.e99a10b105d1','HOSP','B2',202611,'DX','','side-order','tell','right','ann',1000,'to-correct',2);
CREATE TABLE reading_list (
  -- week or pilot
  source varchar(20) not null,
  -- such as 2026-W48
  name varchar(100) not null,
  -- report (without a flag), ask or quiet (a flag)
  kind varchar(20) not null,
  -- with which the rows were drawn from all of them, ordered by their keys
  seed bigint not null,
  -- how many it was drawn from
  population integer not null,
  drawn_at bigint not null,
  primary key (source, name, kind)
);
INSERT INTO reading_list VALUES('x','x','x',1,1,1);
CREATE TABLE reading_item (
  id varchar(36) primary key,
  source varchar(20) not null,
  name varchar(100) not null,
  kind varchar(20) not null,
  -- from 1, in the order drawn
  place integer not null,
  run_id varchar(36) not null,
  -- empty for a report
  problem varchar(200) not null,
  -- as the figures counted it when it was drawn
  site varchar(200) not null,
  modality varchar(200) not null,
  month integer not null,
  check_id varchar(200) not null,
  strength varchar(20) not null,
  unique (source, name, kind, place)
);
INSERT INTO reading_item VALUES('x','x','x','x',1,'x','x','x','x',1,'x','x');
CREATE TABLE reading_answer (
  -- made by the page that sent it: the same one is stored once
  id varchar(36) primary key,
  item varchar(36) not null,
  username varchar(200) not null,
  -- from 1: the greatest number of a person and item stands
  number integer not null,
  -- right, not-important, wrong or undo
  answer varchar(20) not null,
  answered_at bigint not null,
  unique (item, username, number)
);
INSERT INTO reading_answer VALUES('x','x','x',1,'x',1);
CREATE TABLE shadow_audit (
  run_id varchar(36) primary key,
  version varchar(36) not null,
  site varchar(200) not null,
  report_id varchar(200) not null,
  -- in the order in which they ended
  ordinal bigint not null,
  audit_packed blob not null,
  ended_at bigint not null,
  -- how many problems it has, without questions
  flags integer not null
);
INSERT INTO shadow_audit VALUES('x','x','x','x',1,X'41',1,1);
CREATE TABLE duty_flag (
  id varchar(36) primary key,
  site varchar(200) not null,
  report_id varchar(200) not null,
  -- the newest run that has the problem, and its key there
  run_id varchar(36) not null,
  problem varchar(200) not null,
  -- the same for the same problem in any run and version
  identity varchar(200) not null,
  weight varchar(20) not null,
  found_at bigint not null,
  -- when the clinician was last reminded of it, and how often
  reminded_at bigint,
  reminders integer not null,
  -- who passed it on, and when
  passed_by varchar(200) not null,
  passed_at bigint,
  -- when the problem was gone
  ended_at bigint
, told varchar(200) not null default '', told_at bigint, taken_back_at bigint);
INSERT INTO duty_flag VALUES('x','x','x','x','x','x','x',1,1,1,'x',1,1,'x',1,1);
CREATE TABLE strength_change (
  check_name varchar(100) not null,
  -- DICOM code; empty for all kinds of examination that have no row of their own
  modality varchar(20) not null,
  -- counted from 1 for this check and kind; the last one holds
  number integer not null,
  -- tell, ask or quiet; as-file: the change before is taken back
  strength varchar(10) not null,
  -- why it only asks, as a flag shows it; empty unless it asks
  why varchar(500) not null,
  -- on what the person decided, such as the verdicts that were shown
  basis varchar(500) not null,
  username varchar(200) not null,
  changed_at bigint not null,
  primary key (check_name, modality, number)
);
INSERT INTO strength_change VALUES('side-order','CT',1,'ask','w','b','ann',1);
CREATE TABLE rehearsal (
  -- words, strengths or release
  kind varchar(20) not null,
  -- counted from 1 for this kind; the last one holds
  number integer not null,
  -- of what was rehearsed
  sha256 varchar(64) not null,
  -- the version of the engine that rehearsed it
  version varchar(100) not null,
  -- how many reports were checked again, and how many flags came, went, or changed their strength
  reports integer not null,
  gained integer not null,
  lost integer not null,
  changed integer not null,
  username varchar(200) not null,
  signed_at bigint not null,
  -- the site's own files as JSON, so that every node has them; empty for a release
  files text not null,
  files_packed blob,
  primary key (kind, number)
);
INSERT INTO rehearsal VALUES('strengths',1,'aa','0.2.0',1,0,0,0,'ann',1,'{"a":"b"}',NULL);
CREATE TABLE engine_start (
  version varchar(100) primary key,
  -- of the first start
  started_at bigint not null
);
INSERT INTO engine_start VALUES('x',1);
CREATE TABLE sentinel (
  id varchar(36) not null primary key,
  -- the node that sent it
  node varchar(200) not null,
  door varchar(10) not null,
  -- what must flag it
  check_name varchar(100) not null,
  -- of what was sent: nothing else is taken for it
  body_sha256 varchar(64) not null,
  -- sent, received; then one of seen, other, refused, unreachable
  state varchar(20) not null,
  -- its report_version while that exists
  version varchar(36),
  sent_at bigint not null,
  ended_at bigint,
  reason text not null
);
INSERT INTO sentinel VALUES('00000000-0000-0003-0000-000000000001','n1','mllp','side-order','aa','received','00000000-0000-0003-0000-000000000001',1,NULL,'');
CREATE TABLE acceptance (
  -- as the lists of readings have it
  name varchar(100) primary key,
  -- from 1
  number integer not null unique,
  -- 1 until a person ends it, then null: at most one has it
  running integer unique,
  -- how many were counted
  reports integer not null,
  -- the rule: wrong flags in 100 reports at most, and right ones of 100 at least, by the bounds of their
  -- 95 % intervals; how many checks may go quiet; how many flags must have been judged right or wrong
  most_wrong double precision not null,
  least_right double precision not null,
  most_quiet integer not null,
  least_flags integer not null,
  begun_by varchar(200) not null,
  begun_at bigint not null,
  -- go, quiet, no-go or given-up; empty while it runs
  outcome varchar(20) not null,
  -- the checks that went quiet, with a blank between
  quiet varchar(1000) not null,
  -- the same bounds as they were found; null unless the outcome is go or quiet
  wrong_high double precision,
  right_low double precision,
  ended_by varchar(200) not null,
  ended_at bigint
);
INSERT INTO acceptance VALUES('x',1,1,1,1.0,1.0,1,1,'x',1,'x','x',1.0,1.0,'x',1);
CREATE TABLE acceptance_count (
  name varchar(100) not null,
  -- the kind of exam; empty where the report names none
  modality varchar(200) not null,
  -- empty for the reports
  check_id varchar(200) not null,
  -- report; unfinished (reports on which the check did not finish); tell, ask, quiet or image (flags)
  counted varchar(20) not null,
  n integer not null,
  primary key (name, modality, check_id, counted)
);
INSERT INTO acceptance_count VALUES('x','x','x','x',1);
CREATE TABLE stop_breach (
  check_name varchar(200) not null,
  -- flags, precision, silence or wrong
  kind varchar(20) not null,
  -- of the flags that were judged by precision; otherwise empty
  strength varchar(10) not null,
  -- counted from 1 for these three: a check may leave its band again
  number integer not null,
  -- figures and band, as the last look had them
  words varchar(500) not null,
  began_at bigint not null,
  -- when the check was within its band again
  ended_at bigint,
  primary key (check_name, kind, strength, number)
);
INSERT INTO stop_breach VALUES('x','x','x',1,'x',1,1);
CREATE TABLE stop_answer (
  check_name varchar(200) not null,
  kind varchar(20) not null,
  strength varchar(10) not null,
  number integer not null,
  -- counted from 1 for one breach; the last one holds
  answer integer not null,
  -- go-on or quiet
  what varchar(20) not null,
  reason varchar(500) not null,
  username varchar(200) not null,
  answered_at bigint not null,
  primary key (check_name, kind, strength, number, answer)
);
INSERT INTO stop_answer VALUES('x','x','x',1,1,'x','x','x',1);
CREATE TABLE stop_look (
  name varchar(20) primary key,
  looked_at bigint not null,
  -- judged in how many respects, and in how many of them nothing can be said
  judged integer not null,
  not_known integer not null
);
INSERT INTO stop_look VALUES('x',1,1,1);
CREATE INDEX "flyway_schema_history_s_idx" ON "flyway_schema_history" ("success");
CREATE INDEX message_outcome on message (outcome, repeats);
CREATE INDEX report_version_report_id on report_version (report_id);
CREATE INDEX report_key_value on report_key (kind, value);
CREATE INDEX study_accession on study (accession_number);
CREATE INDEX job_version on job (version);
CREATE INDEX audit_report on audit (site, report_id, ordinal);
CREATE INDEX delivery_due on delivery (sink, state, due_at);
CREATE INDEX resource_updated on resource (type, last_updated, id);
CREATE INDEX message_body on message (body_sha256);
CREATE INDEX message_quarantined on message (received_at) where outcome = 'quarantined';
CREATE INDEX delivery_dead on delivery (ordinal) where state = 'dead';
CREATE INDEX message_kept on message (outcome, received_at) where pruned_at is null;
CREATE INDEX job_steps_kept on job (steps_since) where steps_since is not null;
CREATE INDEX delivery_link_due on delivery (sink, link_due_at) where link_due_at is not null;
CREATE INDEX report_version_images on report_version (received_at) where images_changed > 0;
CREATE INDEX worklist_received on worklist (received_at);
CREATE INDEX decision_run on decision (run_id, ordinal);
CREATE UNIQUE INDEX decision_ordinal on decision (ordinal);
CREATE INDEX audit_ordinal on audit (ordinal);
CREATE INDEX audit_version on audit (version, ordinal);
CREATE INDEX delivery_run on delivery (run_id, sink, ordinal);
CREATE INDEX delivery_pending on delivery (sink, state, ordinal) where state = 'pending';
CREATE INDEX delivery_claimed on delivery (sink, lease_until) where lease_until > 0;
CREATE INDEX search_value_number on search_value (type, parameter, number) where number is not null;
CREATE UNIQUE INDEX resource_number on resource (number);
CREATE INDEX resource_value_value on resource_value (value, resource);
CREATE INDEX further_version_version on further_version (version);
CREATE INDEX message_version on message (version) where version is not null;
CREATE INDEX message_received on message (received_at, body_sha256);
CREATE INDEX message_site on message (site, received_at, body_sha256);
CREATE INDEX message_feed on message (channel, site, received_at);
CREATE INDEX delivery_newest on delivery (ordinal, sink);
CREATE INDEX patient_event_message on patient_event (message);
CREATE INDEX report_key_similar on report_key (ltrim(upper(value), '0')) where kind = 'accession';
CREATE INDEX job_suspect on job (state, lost_alone, created_at, run_id) where lost > 0;
CREATE INDEX worklist_to_correct on worklist (agreed_at) where agreed_at is not null;
CREATE INDEX decision_undoes on decision (undoes) where undoes is not null;
CREATE INDEX decision_answer on decision (answer) where answer is not null;
CREATE UNIQUE INDEX notification_open on notification (site, report_id, kind, identity)
  where ended_at is null;
CREATE INDEX notification_run on notification (run_id);
CREATE INDEX notification_unread on notification (due_at) where read_at is null and ended_at is null;
CREATE INDEX delivery_notification on delivery (notification) where notification is not null;
CREATE INDEX worklist_order on worklist (rank, sort_at, id, state, received_at, site, modality, body_part,
  radiologist, preliminary, types, terms);
CREATE INDEX launch_made on launch (made_at);
CREATE INDEX decision_learning on decision (decided_at) where kind = 'learning';
CREATE INDEX report_version_final on report_version (received_at)
  where seq > 1 and status in ('FINAL', 'AMENDED', 'CORRECTED', 'APPENDED');
CREATE INDEX draft_flag_made on draft_flag (made_at);
CREATE INDEX report_version_work on report_version (state, received_at, id, untouched, images_changed);
CREATE INDEX job_text on job (state, sort_at, run_id) where text_only = 1;
CREATE INDEX job_order on job (state, sort_at, run_id);
CREATE INDEX rests_on_version on rests_on (version, run_id);
CREATE INDEX report_version_history on report_version (received_at, id) where history_changed > 0;
CREATE INDEX erasure_requested on erasure (requested_at);
CREATE INDEX erased_delivery_of on erased_delivery (erasure);
CREATE INDEX erased_copy_due on erased_copy (due_at);
CREATE INDEX erased_copy_of on erased_copy (erasure);
CREATE INDEX archive_wish_due on archive_wish (due_at) where ended = 0;
CREATE INDEX archive_study_since on archive_study (state, since);
CREATE INDEX study_patient_study on study_patient (study_instance_uid);
CREATE INDEX run_prior_study on run_prior (study_instance_uid);
CREATE INDEX resource_dated on resource (type, dated, id);
CREATE INDEX quality_report_received on quality_report (received_at);
CREATE INDEX quality_report_month on quality_report (month, site, modality, author, unfinished);
CREATE INDEX quality_flag_report on quality_flag (site, report_id);
CREATE INDEX reading_item_run on reading_item (run_id);
CREATE UNIQUE INDEX shadow_audit_ordinal on shadow_audit (ordinal);
CREATE INDEX shadow_audit_report on shadow_audit (site, report_id, ordinal);
CREATE INDEX shadow_audit_version on shadow_audit (version);
CREATE UNIQUE INDEX duty_flag_current on duty_flag (site, report_id, identity)
  where ended_at is null;
CREATE INDEX duty_flag_run on duty_flag (run_id);
CREATE INDEX duty_flag_found on duty_flag (found_at);
CREATE INDEX sentinel_body on sentinel (body_sha256);
CREATE INDEX sentinel_version on sentinel (version);
CREATE INDEX sentinel_newest on sentinel (node, sent_at);
CREATE INDEX sentinel_sent on sentinel (sent_at);
CREATE INDEX resource_version_updated on resource_version (type, last_updated, id, version);
CREATE INDEX quality_flag_figures on quality_flag (check_id, strength, verdict, fate, first_of, month,
  site, modality, author, username, decided_after);
CREATE INDEX delivery_refused on delivery (sink, ordinal) where state = 'pending' and refused_at is not null;
CREATE INDEX report_version_newest on report_version (id, superseded, received_at);
CREATE INDEX patient_key_version on patient_key (version);
CREATE VIEW row_count as
  select 'message' as what, outcome as kind, '' as sink, count(*) as n, sum(repeats) as repeats
    from message group by outcome
  union all select 'report', state, '', count(*), 0 from report_version group by state
  union all select 'delivery', state, sink, count(*), 0 from delivery group by sink, state;
CREATE VIEW received_count as
  select what, kind, sink, n, repeats from row_count
  union all select 'message', 'parsed', '', count(*), 0 from further_version;
