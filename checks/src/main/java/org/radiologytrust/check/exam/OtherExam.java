package org.radiologytrust.check.exam;

import org.radiologytrust.model.Evidence;

/** Words that do not fit the name of an examination, that name, and what to do. */
record OtherExam(Evidence first, Evidence name, String action) {}
