/**
 * Sentinels: reports that the product sends to its own doors, to see that they come through. They
 * have a table of their own. In the tables of reports and runs they are only until their run ends,
 * and in none by which a report, a patient or a study is found.
 */
@NullMarked
package org.radiologytrust.journal.sentinels;

import org.jspecify.annotations.NullMarked;
