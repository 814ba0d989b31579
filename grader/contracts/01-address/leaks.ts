/** What a stack trace, SQL, or the path of a file looks like. */
export const leaks =
  /(\n|\\n)\s+at |node_modules|\.[jt]s:\d+|\/(home|root|usr|course|tmp)\/|\bselect .+ from ["\w]+ where|insert into ["\w]+ \(|\$1\b|invalid input syntax|syntax error at|relation "|violates (unique|check|not-null|foreign key)/i;
