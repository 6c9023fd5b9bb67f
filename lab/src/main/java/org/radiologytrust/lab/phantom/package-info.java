/**
 * Draws synthetic chest radiographs with known findings, and writes them as DICOM or PNG. The small
 * model in {@code model/} is trained and measured with them. They show nobody, so they may be
 * shown, sent and stored anywhere. They are drawings, not simulations: use them to try the product,
 * never to judge a model for patients.
 */
@NullMarked
package org.radiologytrust.lab.phantom;

import org.jspecify.annotations.NullMarked;
