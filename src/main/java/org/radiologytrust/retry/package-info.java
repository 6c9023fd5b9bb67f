/** What follows from a failure: of runs and of deliveries alike. */
package org.radiologytrust.retry;
