/** A day at a small hospital, on one machine. */
package org.radiologytrust.hospital;
