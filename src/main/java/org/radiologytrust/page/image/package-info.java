/**
 * The images beside a report: which are shown, their pixels and windows, and the links to a viewer.
 */
@NullMarked
package org.radiologytrust.page.image;

import org.jspecify.annotations.NullMarked;
