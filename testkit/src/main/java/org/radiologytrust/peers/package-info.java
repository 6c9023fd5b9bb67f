/** Partners of the product as they behave in the field, faults included; for tests only. */
package org.radiologytrust.peers;
