/** Watching: health, metrics, Hawtio's console, and the operator's way in. */
package org.radiologytrust.ops;
