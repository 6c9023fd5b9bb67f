/** Takes out of a report what identifies a person, before a model sees it. */
@NullMarked
package org.radiologytrust.pipeline.mask;

import org.jspecify.annotations.NullMarked;
