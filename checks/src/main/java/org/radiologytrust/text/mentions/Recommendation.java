package org.radiologytrust.text.mentions;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Evidence;

/**
 * What a sentence recommends: images, or a further evaluation by images.
 *
 * @param sentence the whole sentence
 * @param words the words that say what is to be done
 * @param followUp whether it is to be done later or again
 * @param general whether the words name no kind of images, such as "further imaging"
 * @param modality the kind of examination; {@code null} if the text names none
 * @param interval when; {@code null} if the text does not say it
 * @param condition under which condition; {@code null} for none
 */
public record Recommendation(
    Evidence sentence,
    Evidence words,
    boolean followUp,
    boolean general,
    @Nullable Evidence modality,
    @Nullable Evidence interval,
    @Nullable Evidence condition) {}
