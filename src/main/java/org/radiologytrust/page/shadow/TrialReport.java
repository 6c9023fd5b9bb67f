package org.radiologytrust.page.shadow;

import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.flag.FlagsColumn;
import org.radiologytrust.page.flag.ReportText;
import org.radiologytrust.page.opened.Opened;

/** A report of a trial with its flags, about which nobody decides. */
record TrialReport(Layout layout, Opened opened, ReportText text, FlagsColumn column) {}
