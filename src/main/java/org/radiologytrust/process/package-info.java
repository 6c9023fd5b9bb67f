/** What a process takes of its machine before anything else runs: its home folder and its ports. */
package org.radiologytrust.process;
