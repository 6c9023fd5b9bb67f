/** Which words of a report an AI drafted, a template brought, or somebody wrote. */
@NullMarked
package org.radiologytrust.authorship;

import org.jspecify.annotations.NullMarked;
