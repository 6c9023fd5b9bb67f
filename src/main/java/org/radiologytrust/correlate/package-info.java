/** Brings a report and its images together, and refuses where they are not of one patient. */
package org.radiologytrust.correlate;
