/** What was audited, to read: FHIR read and search. */
package org.radiologytrust.review;
