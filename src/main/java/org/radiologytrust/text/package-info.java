/**
 * Text as it is read: without what a reader cannot see and without letters that only look like
 * others, and with the way back to the text as it was sent.
 */
package org.radiologytrust.text;
