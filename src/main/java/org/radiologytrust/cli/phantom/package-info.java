/**
 * The project's own chest radiograph: a synthetic 16-bit image and the DICOM object around it. It
 * shows nobody, so it may be shown, sent and stored anywhere; it is drawn, not simulated, and good
 * for trying the product, never for judging a model.
 */
package org.radiologytrust.cli.phantom;
