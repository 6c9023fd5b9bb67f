/**
 * Labelled cases in folders: reports, images and what is true of them. What is read here is what
 * {@code rtl synth} writes and importers make; {@code rtl eval} and {@code rtl batch} read it.
 */
package org.radiologytrust.cases;
