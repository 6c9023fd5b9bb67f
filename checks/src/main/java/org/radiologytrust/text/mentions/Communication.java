package org.radiologytrust.text.mentions;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Evidence;

/**
 * A sentence that says that somebody was told of a result, with its fields as far as they are
 * there. Each field is the first place that names it.
 *
 * @param sentence the whole sentence
 * @param who who told it
 * @param toWhom who was told
 * @param when time or occasion
 * @param how the means, such as telephone
 * @param readBack that it was read back or acknowledged
 * @param what what was told
 */
public record Communication(
    Evidence sentence,
    @Nullable Evidence who,
    @Nullable Evidence toWhom,
    @Nullable Evidence when,
    @Nullable Evidence how,
    @Nullable Evidence readBack,
    @Nullable Evidence what) {}
