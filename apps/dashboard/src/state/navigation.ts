/** Whether a person has moved between screens since the page was loaded. */
export const navigation = { moved: false };
